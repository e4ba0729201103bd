import { Migration } from '@mikro-orm/migrations';

export class Migration20261127000030_Webhooks extends Migration {
  override name = 'Migration20261127000030_Webhooks';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "webhooks" ("id" uuid not null, "url" text not null, "description" varchar(300) not null, "events" text[] not null, "status" text not null default 'active', "disabled_reason" text null, "disabled_at" timestamptz null, "secret" bytea not null, "previous_secret" bytea null, "previous_ends_at" timestamptz null, "failing_since" timestamptz null, "sending_by" uuid null, "sending_until" timestamptz null, "created_by" uuid not null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );

    this.addSql(
      `create table "webhook_deliveries" ("id" uuid not null, "webhook_id" uuid not null, "event_id" uuid not null, "event_type" varchar(60) not null, "body" text not null, "status" text not null default 'pending', "attempts" int not null default 0, "failures" smallint not null default 0, "due_at" timestamptz null, "last_error" varchar(40) null, "at" timestamptz not null, "finished_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "webhook_deliveries_list_index" on "webhook_deliveries" ("webhook_id", "id");`);
    this.addSql(`create index "webhook_deliveries_time_index" on "webhook_deliveries" ("at");`);
    this.addSql(
      `create index "webhook_deliveries_due_index" on public.webhook_deliveries ("webhook_id", "due_at", "id") where status = 'pending';`,
    );
    this.addSql(
      `create index "webhook_deliveries_failed_index" on public.webhook_deliveries ("webhook_id", "at") where status = 'failed';`,
    );
    this.addSql(
      `alter table "webhook_deliveries" add constraint "webhook_deliveries_event_unique" unique ("webhook_id", "event_id");`,
    );

    this.addSql(
      `create table "webhook_attempts" ("id" uuid not null, "delivery_id" uuid not null, "at" timestamptz not null, "status" smallint null, "error_code" varchar(40) null, "duration_ms" int not null, "excerpt" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "webhook_attempts_delivery_index" on "webhook_attempts" ("delivery_id", "id");`,
    );

    this.addSql(
      `alter table "webhooks" add constraint "webhooks_disabled_check" check ((status = 'disabled') = (disabled_reason is not null and disabled_at is not null));`,
    );
    this.addSql(
      `alter table "webhooks" add constraint "webhooks_overlap_check" check ((previous_secret is null) = (previous_ends_at is null));`,
    );
    this.addSql(
      `alter table "webhooks" add constraint "webhooks_sending_check" check ((sending_by is null) = (sending_until is null));`,
    );
    this.addSql(
      `alter table "webhooks" add constraint "webhooks_status_check" check ("status" in ('active', 'disabled'));`,
    );
    this.addSql(
      `alter table "webhooks" add constraint "webhooks_disabled_reason_check" check ("disabled_reason" in ('staff', 'gone', 'failing'));`,
    );

    this.addSql(
      `alter table "webhook_deliveries" add constraint "webhook_deliveries_webhook_id_foreign" foreign key ("webhook_id") references "webhooks" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "webhook_deliveries" add constraint "webhook_deliveries_due_check" check ((status = 'pending') = (due_at is not null));`,
    );
    this.addSql(
      `alter table "webhook_deliveries" add constraint "webhook_deliveries_finished_check" check ((status = 'pending') = (finished_at is null));`,
    );
    this.addSql(
      `alter table "webhook_deliveries" add constraint "webhook_deliveries_status_check" check ("status" in ('pending', 'delivered', 'failed'));`,
    );

    this.addSql(
      `alter table "webhook_attempts" add constraint "webhook_attempts_delivery_id_foreign" foreign key ("delivery_id") references "webhook_deliveries" ("id") on delete cascade;`,
    );
  }

  override down(): void | Promise<void> {
    for (const table of ['webhook_attempts', 'webhook_deliveries', 'webhooks'])
      this.addSql(`drop table if exists "${table}" cascade;`);
  }
}
