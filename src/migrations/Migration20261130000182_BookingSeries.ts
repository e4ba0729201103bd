import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000182_BookingSeries extends Migration {
  override name = 'Migration20261130000182_BookingSeries';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "booking_series" ("id" uuid not null, "customer_id" uuid not null, "service_id" uuid not null, "provider_id" uuid not null, "frequency" text not null, "starts_at" timestamptz not null, "cancelled_at" timestamptz null, "request_key" varchar(80) null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "booking_series_service_id_index" on "booking_series" ("service_id");`);
    this.addSql(`create index "booking_series_provider_id_index" on "booking_series" ("provider_id");`);
    this.addSql(
      `alter table "booking_series" add constraint "booking_series_request_key_unique" unique ("request_key");`,
    );
    this.addSql(
      `create index "booking_series_customer_index" on "booking_series" ("customer_id", "created_at", "id");`,
    );

    this.addSql(
      `create table "booking_series_visits" ("id" uuid not null, "series_id" uuid not null, "position" smallint not null, "starts_at" timestamptz not null, "booking_id" uuid null, "conflict" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "booking_series_visits" add constraint "booking_series_visits_booking_unique" unique ("booking_id");`,
    );
    this.addSql(
      `alter table "booking_series_visits" add constraint "booking_series_visits_position_unique" unique ("series_id", "position");`,
    );

    this.addSql(
      `alter table "booking_series" add constraint "booking_series_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "booking_series" add constraint "booking_series_service_id_foreign" foreign key ("service_id") references "services" ("id");`,
    );
    this.addSql(
      `alter table "booking_series" add constraint "booking_series_provider_id_foreign" foreign key ("provider_id") references "providers" ("id");`,
    );
    this.addSql(
      `alter table "booking_series" add constraint "booking_series_frequency_check" check ("frequency" in ('weekly', 'fortnightly', 'monthly'));`,
    );

    this.addSql(
      `alter table "booking_series_visits" add constraint "booking_series_visits_series_id_foreign" foreign key ("series_id") references "booking_series" ("id");`,
    );
    this.addSql(
      `alter table "booking_series_visits" add constraint "booking_series_visits_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "booking_series_visits" add constraint "booking_series_visits_outcome_check" check ((booking_id is null) <> (conflict is null));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "booking_series_visits" cascade;`);
    this.addSql(`drop table if exists "booking_series" cascade;`);
  }
}
