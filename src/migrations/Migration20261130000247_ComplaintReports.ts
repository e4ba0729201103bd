import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000247_ComplaintReports extends Migration {
  override name = 'Migration20261130000247_ComplaintReports';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "complaint_weekly_reports" ("week" date not null, "figures" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("week"));`,
    );
    this.addSql(`create index "complaint_events_kind_time_index" on "complaint_events" ("kind", "at");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "complaint_weekly_reports" cascade;`);
    this.addSql(`drop index "complaint_events_kind_time_index";`);
  }
}
