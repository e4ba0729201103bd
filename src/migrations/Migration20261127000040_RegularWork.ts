import { Migration } from '@mikro-orm/migrations';

export class Migration20261127000040_RegularWork extends Migration {
  override name = 'Migration20261127000040_RegularWork';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "daily_figures" ("day" date not null, "bookings_made" int not null, "visits" int not null, "completed" int not null, "cancelled" int not null, "no_show" int not null, "revenue_paise" bigint not null, "cancellation_fees_paise" bigint not null, "conversations" int not null, "messages" int not null, "complaints_filed" int not null, "complaints_resolved" int not null, "new_customers" int not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("day"));`,
    );

    this.addSql(
      `create table "embedding_models" ("name" varchar(80) not null, "bytes" bytea not null, "fitted_on" int not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("name"));`,
    );

    this.addSql(
      `create table "knowledge_chunks" ("id" uuid not null, "document_id" uuid not null, "position" smallint not null, "heading" varchar(300) not null, "text" text not null, "model" varchar(80) not null, "embedding" bytea not null, "content_hash" char(64) not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "knowledge_chunks_model_index" on "knowledge_chunks" ("model");`);
    this.addSql(
      `alter table "knowledge_chunks" add constraint "knowledge_chunks_position_unique" unique ("document_id", "position");`,
    );

    this.addSql(
      `create table "provider_statistics" ("provider_id" uuid not null, "completed" int not null, "cancelled" int not null, "no_show" int not null, "rating_average" numeric(3,2) not null, "rating_count" int not null, "recent_completed" int not null, "recent_cancelled" int not null, "recent_no_show" int not null, "recent_rating_average" numeric(3,2) not null, "recent_rating_count" int not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("provider_id"));`,
    );

    this.addSql(
      `create table "schedules" ("id" uuid not null, "name" varchar(80) not null, "description" varchar(300) not null, "job_type" varchar(60) not null, "input" jsonb not null, "cron" varchar(120) not null, "time_zone" varchar(60) not null, "missed" text not null default 'once', "enabled" boolean not null default true, "built_in" boolean not null default false, "next_run_at" timestamptz null, "last_run_at" timestamptz null, "last_job_id" uuid null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "schedules" add constraint "schedules_name_unique" unique ("name");`);
    this.addSql(
      `create index "schedules_due_index" on public.schedules ("next_run_at") where enabled and next_run_at is not null;`,
    );

    this.addSql(`create index "conversations_created_at_index" on "conversations" ("created_at");`);

    this.addSql(`alter table "messages" add "made" jsonb null, add "request_key" varchar(80) null;`);
    this.addSql(
      `create unique index "messages_request_key_unique" on public.messages ("request_key") where request_key is not null;`,
    );

    this.addSql(
      `alter table "bookings" add "day_reminded_for" timestamptz null, add "hours_reminded_for" timestamptz null;`,
    );

    this.addSql(`create index "bookings_created_at_index" on "bookings" ("created_at");`);

    this.addSql(
      `alter table "complaints" add "due_soon_told_for" timestamptz null, add "overdue_told_for" timestamptz null;`,
    );
    this.addSql(`create index "complaints_created_at_index" on "complaints" ("created_at");`);
    this.addSql(
      `create index "complaints_watched_index" on public.complaints ("due_at") where status in ('open', 'in_progress', 'waiting_for_customer', 'escalated') and overdue_told_for is distinct from due_at;`,
    );

    this.addSql(
      `alter table "knowledge_chunks" add constraint "knowledge_chunks_document_id_foreign" foreign key ("document_id") references "knowledge_documents" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "knowledge_chunks" add constraint "knowledge_chunks_model_foreign" foreign key ("model") references "embedding_models" ("name");`,
    );

    this.addSql(
      `alter table "provider_statistics" add constraint "provider_statistics_provider_id_foreign" foreign key ("provider_id") references "providers" ("id") on update cascade on delete cascade;`,
    );

    this.addSql(
      `alter table "schedules" add constraint "schedules_missed_check" check ("missed" in ('skip', 'once', 'all'));`,
    );
  }

  override down(): void | Promise<void> {
    for (const table of [
      'daily_figures',
      'knowledge_chunks',
      'embedding_models',
      'provider_statistics',
      'schedules',
    ])
      this.addSql(`drop table if exists "${table}" cascade;`);
    this.addSql(
      'drop index "bookings_created_at_index", "complaints_created_at_index", "conversations_created_at_index";',
    );
    this.addSql(`alter table "bookings" drop column "day_reminded_for", drop column "hours_reminded_for";`);
    this.addSql(`alter table "complaints" drop column "due_soon_told_for", drop column "overdue_told_for";`);
    this.addSql(`alter table "messages" drop column "made", drop column "request_key";`);
  }
}
