import { Migration } from '@mikro-orm/migrations';

/**
 * Visits whose professional does not come: since when, the absences that were reported, and the searches for somebody else. Nothing is said of
 * visits that failed before this; exceptions of a plan may be absences from now on.
 */
export class Migration20261130000240_Dispatch extends Migration {
  override name = 'Migration20261130000240_Dispatch';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "provider_absences" ("id" uuid not null, "provider_id" uuid not null, "cause" text not null, "from_at" timestamptz not null, "to_at" timestamptz not null, "booking_id" uuid null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "provider_absences_provider_id_index" on "provider_absences" ("provider_id");`);
    this.addSql(`create index "provider_absences_booking_id_index" on "provider_absences" ("booking_id");`);
    this.addSql(`create index "provider_absences_end_index" on "provider_absences" ("to_at");`);

    this.addSql(
      `create table "substitute_searches" ("id" uuid not null, "booking_id" uuid not null, "customer_id" uuid not null, "absence_id" uuid null, "cause" text not null, "state" text not null default 'searching', "absent_provider_id" uuid not null, "missed_starts_at" timestamptz not null, "asks_for_provider" boolean not null, "offers_made" smallint not null default 0, "failed_at" timestamptz null, "ended_at" timestamptz null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "substitute_searches_booking_id_index" on "substitute_searches" ("booking_id");`,
    );
    this.addSql(
      `create index "substitute_searches_customer_id_index" on "substitute_searches" ("customer_id");`,
    );
    this.addSql(
      `create index "substitute_searches_absence_id_index" on "substitute_searches" ("absence_id");`,
    );
    this.addSql(
      `create index "substitute_searches_absent_provider_id_index" on "substitute_searches" ("absent_provider_id");`,
    );
    this.addSql(
      `create unique index "substitute_searches_open_unique" on public.substitute_searches ("booking_id") where ended_at is null;`,
    );
    this.addSql(
      `create index "substitute_searches_state_index" on "substitute_searches" ("state", "updated_at");`,
    );
    this.addSql(
      `create index "substitute_searches_time_index" on "substitute_searches" ("created_at", "id");`,
    );
    this.addSql(
      `alter table "substitute_searches" add constraint "substitute_searches_absence_unique" unique ("booking_id", "absence_id");`,
    );

    this.addSql(
      `create table "substitute_offers" ("id" uuid not null, "search_id" uuid not null, "position" smallint not null, "provider_id" uuid not null, "starts_at" timestamptz not null, "ends_at" timestamptz not null, "hold_id" uuid not null, "status" text not null default 'open', "expires_at" timestamptz not null, "answered_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "substitute_offers_provider_id_index" on "substitute_offers" ("provider_id");`);
    this.addSql(
      `create unique index "substitute_offers_open_unique" on public.substitute_offers ("search_id") where status = 'open';`,
    );
    this.addSql(
      `create index "substitute_offers_expiry_index" on public.substitute_offers ("expires_at") where status = 'open';`,
    );
    this.addSql(
      `alter table "substitute_offers" add constraint "substitute_offers_position_unique" unique ("search_id", "position");`,
    );

    this.addSql(`alter table "shift_exceptions" drop constraint "shift_exceptions_kind_check";`);
    this.addSql(
      `alter table "shift_exceptions" add constraint "shift_exceptions_kind_check" check ("kind" in ('off', 'extra', 'away'));`,
    );

    this.addSql(`alter table "bookings" add "unattended_since" timestamptz null;`);

    this.addSql(`alter table "booking_status_history" drop constraint "booking_status_history_kind_check";`);
    this.addSql(
      `alter table "booking_status_history" add constraint "booking_status_history_kind_check" check ("kind" in ('status', 'confirmed', 'rescheduled', 'changed', 'unattended', 'reassigned'));`,
    );

    this.addSql(
      `alter table "provider_absences" add constraint "provider_absences_provider_id_foreign" foreign key ("provider_id") references "providers" ("id");`,
    );
    this.addSql(
      `alter table "provider_absences" add constraint "provider_absences_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "provider_absences" add constraint "provider_absences_time_check" check (from_at < to_at);`,
    );
    this.addSql(
      `alter table "provider_absences" add constraint "provider_absences_cause_check" check ("cause" in ('ill', 'called_off'));`,
    );

    this.addSql(
      `alter table "substitute_searches" add constraint "substitute_searches_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "substitute_searches" add constraint "substitute_searches_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "substitute_searches" add constraint "substitute_searches_absence_id_foreign" foreign key ("absence_id") references "provider_absences" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "substitute_searches" add constraint "substitute_searches_absent_provider_id_foreign" foreign key ("absent_provider_id") references "providers" ("id");`,
    );
    this.addSql(
      `alter table "substitute_searches" add constraint "substitute_searches_ended_check" check ((state in ('accepted', 'withdrawn')) = (ended_at is not null));`,
    );
    this.addSql(
      `alter table "substitute_searches" add constraint "substitute_searches_offers_check" check (offers_made >= 0);`,
    );
    this.addSql(
      `alter table "substitute_searches" add constraint "substitute_searches_cause_check" check ("cause" in ('ill', 'called_off', 'did_not_come'));`,
    );
    this.addSql(
      `alter table "substitute_searches" add constraint "substitute_searches_state_check" check ("state" in ('searching', 'offered', 'declined', 'accepted', 'exhausted', 'handed_over', 'withdrawn'));`,
    );

    this.addSql(
      `alter table "substitute_offers" add constraint "substitute_offers_search_id_foreign" foreign key ("search_id") references "substitute_searches" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "substitute_offers" add constraint "substitute_offers_provider_id_foreign" foreign key ("provider_id") references "providers" ("id");`,
    );
    this.addSql(
      `alter table "substitute_offers" add constraint "substitute_offers_time_check" check (starts_at < ends_at);`,
    );
    this.addSql(
      `alter table "substitute_offers" add constraint "substitute_offers_answered_check" check ((status = 'open') = (answered_at is null));`,
    );
    this.addSql(
      `alter table "substitute_offers" add constraint "substitute_offers_status_check" check ("status" in ('open', 'accepted', 'declined', 'expired', 'lost', 'withdrawn'));`,
    );
  }
}
