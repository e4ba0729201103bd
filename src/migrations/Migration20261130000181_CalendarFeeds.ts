import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000181_CalendarFeeds extends Migration {
  override name = 'Migration20261130000181_CalendarFeeds';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "calendar_feeds" ("id" uuid not null, "customer_id" uuid not null, "token_digest" varchar(64) not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "calendar_feeds" add constraint "calendar_feeds_customer_unique" unique ("customer_id");`,
    );
    this.addSql(
      `alter table "calendar_feeds" add constraint "calendar_feeds_token_unique" unique ("token_digest");`,
    );
    this.addSql(
      `alter table "calendar_feeds" add constraint "calendar_feeds_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "calendar_feeds" cascade;`);
  }
}
