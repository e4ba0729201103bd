import { Migration } from '@mikro-orm/migrations';

export class Migration20261127000020_Notifications extends Migration {
  override name = 'Migration20261127000020_Notifications';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "notifications" ("id" uuid not null, "person_kind" text not null, "person_id" uuid not null, "kind" varchar(60) not null, "change" varchar(100) not null, "language" varchar(8) not null, "urgent" boolean not null, "data" jsonb not null, "expires_at" timestamptz null, "read_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "notifications_person_index" on "notifications" ("person_id", "id");`);
    this.addSql(`create index "notifications_time_index" on "notifications" ("created_at");`);
    this.addSql(
      `create index "notifications_unread_index" on public.notifications ("person_id", "id") where read_at is null;`,
    );
    this.addSql(
      `alter table "notifications" add constraint "notifications_change_unique" unique ("change", "kind", "person_id", "person_kind");`,
    );

    this.addSql(
      `create table "notification_digests" ("id" uuid not null, "person_kind" text not null, "person_id" uuid not null, "day" varchar(10) not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "notification_digests_time_index" on "notification_digests" ("created_at");`);
    this.addSql(
      `alter table "notification_digests" add constraint "notification_digests_day_unique" unique ("person_id", "person_kind", "day");`,
    );

    this.addSql(
      `create table "notification_preferences" ("person_id" uuid not null, "person_kind" text not null, "choices" jsonb not null, "time_zone" varchar(64) null, "quiet_from" smallint null, "quiet_to" smallint null, "digest_hour" smallint null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("person_id", "person_kind"));`,
    );

    this.addSql(
      `create table "push_keys" ("id" uuid not null, "public_key" varchar(100) not null, "private_key" bytea not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );

    this.addSql(
      `create table "push_subscriptions" ("id" uuid not null, "person_kind" text not null, "person_id" uuid not null, "endpoint" varchar(1000) not null, "p256dh" varchar(100) not null, "auth" varchar(40) not null, "key_id" uuid not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "push_subscriptions" add constraint "push_subscriptions_endpoint_unique" unique ("endpoint");`,
    );
    this.addSql(`create index "push_subscriptions_key_id_index" on "push_subscriptions" ("key_id");`);
    this.addSql(
      `create index "push_subscriptions_person_index" on "push_subscriptions" ("person_id", "id");`,
    );

    this.addSql(
      `create table "notification_deliveries" ("id" uuid not null, "person_kind" text not null, "person_id" uuid not null, "notification_id" uuid null, "digest_id" uuid null, "is_digest" boolean not null default false, "channel" text not null, "status" text not null, "reason" text null, "destination" varchar(254) null, "address" varchar(254) null, "subscription_id" uuid null, "transport" varchar(40) null, "attempts" smallint not null default 0, "not_before" timestamptz null, "counted_at" timestamptz null, "sent_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "notification_deliveries_notification_id_index" on "notification_deliveries" ("notification_id");`,
    );
    this.addSql(
      `create index "notification_deliveries_digest_id_index" on "notification_deliveries" ("digest_id");`,
    );
    this.addSql(
      `create index "notification_deliveries_subscription_id_index" on "notification_deliveries" ("subscription_id");`,
    );
    this.addSql(
      `create index "notification_deliveries_person_index" on "notification_deliveries" ("person_id", "id");`,
    );
    this.addSql(
      `create index "notification_deliveries_waiting_index" on public.notification_deliveries ("not_before") where status = 'digested' and digest_id is null;`,
    );

    this.addSql(
      `alter table "notifications" add constraint "notifications_person_kind_check" check ("person_kind" in ('customer', 'staff'));`,
    );

    this.addSql(
      `alter table "notification_digests" add constraint "notification_digests_person_kind_check" check ("person_kind" in ('customer', 'staff'));`,
    );

    this.addSql(
      `alter table "notification_preferences" add constraint "notification_preferences_quiet_check" check ((quiet_from is null) = (quiet_to is null) and (quiet_from is null or quiet_from <> quiet_to));`,
    );
    this.addSql(
      `alter table "notification_preferences" add constraint "notification_preferences_minutes_check" check (quiet_from >= 0 and quiet_from <= 1439 and quiet_to >= 0 and quiet_to <= 1439);`,
    );
    this.addSql(
      `alter table "notification_preferences" add constraint "notification_preferences_hour_check" check (digest_hour >= 0 and digest_hour <= 23);`,
    );
    this.addSql(
      `alter table "notification_preferences" add constraint "notification_preferences_person_kind_check" check ("person_kind" in ('customer', 'staff'));`,
    );

    this.addSql(
      `alter table "push_subscriptions" add constraint "push_subscriptions_key_id_foreign" foreign key ("key_id") references "push_keys" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "push_subscriptions" add constraint "push_subscriptions_person_kind_check" check ("person_kind" in ('customer', 'staff'));`,
    );

    this.addSql(
      `alter table "notification_deliveries" add constraint "notification_deliveries_notification_id_foreign" foreign key ("notification_id") references "notifications" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "notification_deliveries" add constraint "notification_deliveries_digest_id_foreign" foreign key ("digest_id") references "notification_digests" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "notification_deliveries" add constraint "notification_deliveries_subscription_id_foreign" foreign key ("subscription_id") references "push_subscriptions" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "notification_deliveries" add constraint "notification_deliveries_subject_check" check ((notification_id is null) = is_digest);`,
    );
    this.addSql(
      `alter table "notification_deliveries" add constraint "notification_deliveries_attempts_check" check (attempts >= 0);`,
    );
    this.addSql(
      `alter table "notification_deliveries" add constraint "notification_deliveries_sent_check" check ((status = 'sent') = (sent_at is not null));`,
    );
    this.addSql(
      `alter table "notification_deliveries" add constraint "notification_deliveries_address_check" check (address is null or status in ('pending', 'held', 'failed'));`,
    );
    this.addSql(
      `alter table "notification_deliveries" add constraint "notification_deliveries_person_kind_check" check ("person_kind" in ('customer', 'staff'));`,
    );
    this.addSql(
      `alter table "notification_deliveries" add constraint "notification_deliveries_channel_check" check ("channel" in ('in_app', 'email', 'sms', 'push'));`,
    );
    this.addSql(
      `alter table "notification_deliveries" add constraint "notification_deliveries_status_check" check ("status" in ('pending', 'held', 'digested', 'sent', 'failed', 'suppressed'));`,
    );
    this.addSql(
      `alter table "notification_deliveries" add constraint "notification_deliveries_reason_check" check ("reason" in ('no_destination', 'switched_off', 'over_budget', 'outdated', 'refused', 'gone', 'unreachable'));`,
    );
  }

  override down(): void | Promise<void> {
    for (const table of [
      'notification_deliveries',
      'notifications',
      'notification_digests',
      'notification_preferences',
      'push_subscriptions',
      'push_keys',
    ])
      this.addSql(`drop table if exists "${table}" cascade;`);
  }
}
