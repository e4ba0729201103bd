import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000220_ComplaintHistory extends Migration {
  override name = 'Migration20261130000220_ComplaintHistory';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "complaint_events" ("id" uuid not null, "complaint_id" uuid not null, "kind" varchar(20) not null, "at" timestamptz not null, "by_kind" varchar(20) not null, "by_id" varchar(80) not null, "visibility" text not null default 'public', "facts" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "complaint_events_complaint_time_index" on "complaint_events" ("complaint_id", "at", "id");`,
    );

    this.addSql(`drop index "complaints_created_at_index";`);
    this.addSql(`drop index "complaints_customer_time_index";`);
    this.addSql(`alter table "complaints" drop constraint "complaints_status_check";`);
    this.addSql(
      `alter table "complaints" add "provider_id" uuid null, add "service_id" uuid null, add "pincode_code" char(6) null, add "wanted" text null, add "language" text null, add "escalation_level" smallint not null default 0, add "escalated_at" timestamptz null, add "first_responded_at" timestamptz null, add "waiting_since" timestamptz null, add "ended_at" timestamptz null, add "version" int not null default 1;`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_provider_id_foreign" foreign key ("provider_id") references "providers" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_service_id_foreign" foreign key ("service_id") references "services" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_pincode_code_foreign" foreign key ("pincode_code") references "pincodes" ("code") on delete set null;`,
    );
    // A complaint that was escalated is one on which somebody works, one level up; what had ended ended when it was solved or last touched.
    this.addSql(
      `update "complaints" set "escalation_level" = 1, "escalated_at" = "updated_at", "status" = 'in_progress' where "status" = 'escalated';`,
    );
    this.addSql(
      `update "complaints" set "ended_at" = coalesce("resolved_at", "updated_at") where "status" in ('resolved', 'closed');`,
    );
    this.addSql(
      `update "complaints" set "waiting_since" = "updated_at" where "status" = 'waiting_for_customer';`,
    );
    this.addSql(
      `update "complaints" c set "provider_id" = b."provider_id", "service_id" = b."service_id", "pincode_code" = b."pincode_code" from "bookings" b where b."id" = c."booking_id";`,
    );
    this.addSql(
      `update "complaints" c set "first_responded_at" = u."at" from (select "complaint_id", min("created_at") as "at" from "complaint_updates" where "author_kind" = 'staff' and "visibility" = 'public' group by 1) u where u."complaint_id" = c."id";`,
    );
    this.addSql(`create index "complaints_provider_id_index" on "complaints" ("provider_id");`);
    this.addSql(`create index "complaints_service_id_index" on "complaints" ("service_id");`);
    this.addSql(`create index "complaints_pincode_code_index" on "complaints" ("pincode_code");`);
    this.addSql(
      `create index "complaints_status_waiting_index" on "complaints" ("status", "waiting_since");`,
    );
    this.addSql(`create index "complaints_status_ended_index" on "complaints" ("status", "ended_at");`);
    this.addSql(`create index "complaints_created_at_index" on "complaints" ("created_at", "id");`);
    this.addSql(
      `create index "complaints_customer_time_index" on "complaints" ("customer_id", "created_at", "id");`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_description_check" check (length(description) <= 4000);`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_escalation_check" check (escalation_level >= 0 and escalation_level <= 2);`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_ended_check" check ((status in ('open', 'in_progress', 'waiting_for_customer', 'waiting_for_provider', 'waiting_for_parts')) = (ended_at is null));`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_wanted_check" check ("wanted" in ('refund', 'repeat_visit', 'credit', 'apology', 'explanation', 'other'));`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_language_check" check ("language" in ('en', 'hi', 'hi-Latn'));`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_status_check" check ("status" in ('open', 'in_progress', 'waiting_for_customer', 'waiting_for_provider', 'waiting_for_parts', 'resolved', 'closed', 'withdrawn', 'merged'));`,
    );

    this.addSql(`drop index "complaint_updates_complaint_time_index";`);
    this.addSql(`alter table "complaint_updates" add "request_key" varchar(80) null;`);
    this.addSql(
      `alter table "complaint_updates" add constraint "complaint_updates_request_key_unique" unique ("request_key");`,
    );
    this.addSql(
      `create index "complaint_updates_complaint_time_index" on "complaint_updates" ("complaint_id", "created_at", "id");`,
    );
    this.addSql(
      `alter table "complaint_updates" add constraint "complaint_updates_body_check" check (length(body) <= 4000);`,
    );

    this.addSql(
      `alter table "complaint_events" add constraint "complaint_events_complaint_id_foreign" foreign key ("complaint_id") references "complaints" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "complaint_events" add constraint "complaint_events_by_kind_check" check (by_kind in ('customer', 'staff', 'agent', 'system'));`,
    );
    this.addSql(
      `alter table "complaint_events" add constraint "complaint_events_visibility_check" check ("visibility" in ('public', 'internal'));`,
    );
    // The history of what was filed before there was one: that it was filed, what was said, and how it stands.
    this.addSql(
      `insert into "complaint_events" ("id", "complaint_id", "kind", "at", "by_kind", "by_id", "facts") select gen_random_uuid(), "id", 'filed', "created_at", 'customer', "customer_id"::text, jsonb_build_object('category', "category", 'severity', "severity") from "complaints";`,
    );
    this.addSql(
      `insert into "complaint_events" ("id", "complaint_id", "kind", "at", "by_kind", "by_id", "visibility", "facts") select gen_random_uuid(), "complaint_id", case when "visibility" = 'internal' then 'noted' else 'replied' end, "created_at", "author_kind", coalesce("author_id"::text, 'complaints'), "visibility", jsonb_build_object('updateId', "id") from "complaint_updates";`,
    );
    this.addSql(
      `insert into "complaint_events" ("id", "complaint_id", "kind", "at", "by_kind", "by_id", "facts") select gen_random_uuid(), "id", 'status', coalesce("resolved_at", "updated_at"), 'system', 'migration', jsonb_build_object('from', 'open', 'to', "status") from "complaints" where "status" <> 'open';`,
    );
    this.addSql(
      `insert into "complaint_events" ("id", "complaint_id", "kind", "at", "by_kind", "by_id", "facts") select gen_random_uuid(), "id", 'escalated', "escalated_at", 'system', 'migration', jsonb_build_object('level', 1) from "complaints" where "escalation_level" > 0;`,
    );
    this.addSql(`
      create function complaint_events_keep() returns trigger language plpgsql as $$
      begin
        raise exception 'The history of a complaint can only be added to.' using errcode = 'restrict_violation';
      end $$;`);
    this.addSql(`
      create trigger complaint_events_keep before update on complaint_events
        for each row execute function complaint_events_keep();`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "complaint_events" cascade;`);
    this.addSql(`drop function complaint_events_keep;`);
    this.addSql(`alter table "complaints" drop constraint "complaints_provider_id_foreign";`);
    this.addSql(`alter table "complaints" drop constraint "complaints_service_id_foreign";`);
    this.addSql(`alter table "complaints" drop constraint "complaints_pincode_code_foreign";`);
    this.addSql(`alter table "complaint_updates" drop constraint "complaint_updates_request_key_unique";`);
    this.addSql(`drop index "complaint_updates_complaint_time_index";`);
    this.addSql(`alter table "complaint_updates" drop constraint "complaint_updates_body_check";`);
    this.addSql(`alter table "complaint_updates" drop column "request_key";`);
    this.addSql(
      `create index "complaint_updates_complaint_time_index" on "complaint_updates" ("complaint_id", "created_at");`,
    );
    this.addSql(`drop index "complaints_provider_id_index";`);
    this.addSql(`drop index "complaints_service_id_index";`);
    this.addSql(`drop index "complaints_pincode_code_index";`);
    this.addSql(`drop index "complaints_status_waiting_index";`);
    this.addSql(`drop index "complaints_status_ended_index";`);
    this.addSql(`drop index "complaints_customer_time_index";`);
    this.addSql(`drop index "complaints_created_at_index";`);
    this.addSql(`alter table "complaints" drop constraint "complaints_description_check";`);
    this.addSql(`alter table "complaints" drop constraint "complaints_escalation_check";`);
    this.addSql(`alter table "complaints" drop constraint "complaints_ended_check";`);
    this.addSql(`alter table "complaints" drop constraint "complaints_wanted_check";`);
    this.addSql(`alter table "complaints" drop constraint "complaints_language_check";`);
    this.addSql(
      `alter table "complaints" drop column "provider_id", drop column "service_id", drop column "pincode_code", drop column "wanted", drop column "language", drop column "escalation_level", drop column "escalated_at", drop column "first_responded_at", drop column "waiting_since", drop column "ended_at", drop column "version";`,
    );
    this.addSql(
      `create index "complaints_customer_time_index" on "complaints" ("customer_id", "created_at");`,
    );
    this.addSql(`create index "complaints_created_at_index" on "complaints" ("created_at");`);
    this.addSql(
      `update "complaints" set "status" = case when "status" in ('withdrawn', 'merged') then 'closed' else 'waiting_for_customer' end where "status" in ('withdrawn', 'merged', 'waiting_for_provider', 'waiting_for_parts');`,
    );
    this.addSql(`alter table "complaints" drop constraint "complaints_status_check";`);
    this.addSql(
      `alter table "complaints" add constraint "complaints_status_check" check ("status" in ('open', 'in_progress', 'waiting_for_customer', 'escalated', 'resolved', 'closed'));`,
    );
  }
}
