import { Migration } from '@mikro-orm/migrations';

/** The danger in a message of which staff were told, and the request by which a complaint was filed. */
export class Migration20261130000078_DangerReports extends Migration {
  override name = 'Migration20261130000078_DangerReports';

  override up(): void | Promise<void> {
    this.addSql(`alter table public.messages add column "danger" text null;`);
    this.addSql(
      `alter table public.messages add constraint "messages_danger_check" check ("danger" in ('gas', 'fire', 'electric_shock', 'sparks', 'flood', 'trapped', 'injury', 'violence'));`,
    );
    this.addSql(
      `create index "messages_danger_index" on public.messages ("created_at") where danger is not null;`,
    );
    this.addSql(`alter table public.complaints add column "request_key" varchar(80) null;`);
    this.addSql(
      `alter table public.complaints add constraint "complaints_request_key_unique" unique ("request_key");`,
    );
  }
}
