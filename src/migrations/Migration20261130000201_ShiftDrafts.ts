import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000201_ShiftDrafts extends Migration {
  override name = 'Migration20261130000201_ShiftDrafts';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "shift_drafts" ("id" uuid not null, "city_id" uuid not null, "week" date not null, "status" text not null, "reserve_percent" smallint not null, "least_present" smallint not null, "open_from_hour" smallint not null, "open_to_hour" smallint not null, "provider_ids" jsonb not null, "load" jsonb not null, "accuracy" jsonb null, "uncovered" jsonb not null, "uncovered_in_all" int not null default 0, "job_id" uuid null, "made_by" varchar(80) not null, "published_by" varchar(80) null, "published_at" timestamptz null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "shift_drafts_city_week_index" on "shift_drafts" ("city_id", "week", "id");`);
    this.addSql(
      `create unique index "shift_drafts_published_unique" on public.shift_drafts ("city_id", "week") where status = 'published';`,
    );

    this.addSql(
      `create table "shift_draft_lines" ("id" uuid not null, "draft_id" uuid not null, "provider_id" uuid not null, "day" date not null, "from_minute" smallint not null, "to_minute" smallint not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "shift_draft_lines_provider_id_index" on "shift_draft_lines" ("provider_id");`);
    this.addSql(
      `create index "shift_draft_lines_draft_index" on "shift_draft_lines" ("draft_id", "day", "provider_id");`,
    );

    this.addSql(
      `alter table "shift_drafts" add constraint "shift_drafts_city_id_foreign" foreign key ("city_id") references "cities" ("id");`,
    );
    this.addSql(
      `alter table "shift_drafts" add constraint "shift_drafts_week_check" check (extract(isodow from week) = 1);`,
    );
    this.addSql(
      `alter table "shift_drafts" add constraint "shift_drafts_reserve_check" check (reserve_percent >= 0 and reserve_percent <= 200);`,
    );
    this.addSql(
      `alter table "shift_drafts" add constraint "shift_drafts_present_check" check (least_present >= 0 and least_present <= 20);`,
    );
    this.addSql(
      `alter table "shift_drafts" add constraint "shift_drafts_open_check" check (open_from_hour >= 0 and open_from_hour < open_to_hour and open_to_hour <= 24);`,
    );
    this.addSql(
      `alter table "shift_drafts" add constraint "shift_drafts_published_check" check ((status in ('published', 'superseded')) = (published_at is not null));`,
    );
    this.addSql(
      `alter table "shift_drafts" add constraint "shift_drafts_status_check" check ("status" in ('making', 'ready', 'published', 'superseded'));`,
    );

    this.addSql(
      `alter table "shift_draft_lines" add constraint "shift_draft_lines_draft_id_foreign" foreign key ("draft_id") references "shift_drafts" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "shift_draft_lines" add constraint "shift_draft_lines_provider_id_foreign" foreign key ("provider_id") references "providers" ("id");`,
    );
    this.addSql(
      `alter table "shift_draft_lines" add constraint "shift_draft_lines_minutes_check" check (from_minute >= 0 and from_minute < to_minute and to_minute <= 1440);`,
    );
    this.addSql(
      `alter table "shift_draft_lines" add constraint "shift_draft_lines_apart" exclude using gist (draft_id with =, provider_id with =, day with =, int4range(from_minute, to_minute) with &&);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "shift_draft_lines" cascade;`);
    this.addSql(`drop table if exists "shift_drafts" cascade;`);
  }
}
