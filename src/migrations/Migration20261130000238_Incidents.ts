import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000238_Incidents extends Migration {
  override name = 'Migration20261130000238_Incidents';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "incidents" ("id" uuid not null, "reference" varchar(12) not null, "status" text not null default 'offered', "cause_kind" text not null, "cause_key" varchar(160) not null, "provider_id" uuid null, "service_id" uuid null, "pincode_code" char(6) null, "window_from" timestamptz not null, "window_to" timestamptz not null, "evidence" jsonb not null, "due_at" timestamptz null, "overdue_told_for" timestamptz null, "opened_by_id" uuid null, "opened_at" timestamptz null, "ended_by_id" uuid null, "ended_at" timestamptz null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "incidents" add constraint "incidents_reference_unique" unique ("reference");`);
    this.addSql(`create index "incidents_provider_id_index" on "incidents" ("provider_id");`);
    this.addSql(`create index "incidents_service_id_index" on "incidents" ("service_id");`);
    this.addSql(`create index "incidents_pincode_code_index" on "incidents" ("pincode_code");`);
    this.addSql(`create index "incidents_created_at_index" on "incidents" ("created_at", "id");`);
    this.addSql(
      `create unique index "incidents_cause_unique" on public.incidents ("cause_key") where status in ('offered', 'open');`,
    );

    this.addSql(
      `create table "incident_steps" ("id" uuid not null, "incident_id" uuid not null, "kind" text not null, "status" text not null default 'proposed', "body" text not null default '', "amount_paise" int not null default 0, "needs_approval" boolean not null default false, "proposed_by_id" uuid not null, "decided_by_id" uuid null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "incident_steps_time_index" on "incident_steps" ("incident_id", "created_at", "id");`,
    );

    this.addSql(
      `create table "incident_members" ("id" uuid not null, "incident_id" uuid not null, "complaint_id" uuid not null, "customer_id" uuid not null, "status" text not null default 'offered', "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "incident_members_complaint_id_index" on "incident_members" ("complaint_id");`);
    this.addSql(`create index "incident_members_customer_id_index" on "incident_members" ("customer_id");`);
    this.addSql(
      `create unique index "incident_members_active_unique" on public.incident_members ("complaint_id") where status = 'active';`,
    );
    this.addSql(
      `create index "incident_members_time_index" on "incident_members" ("incident_id", "created_at", "id");`,
    );
    this.addSql(
      `alter table "incident_members" add constraint "incident_members_complaint_unique" unique ("incident_id", "complaint_id");`,
    );

    this.addSql(
      `create table "incident_effects" ("id" uuid not null, "step_id" uuid not null, "complaint_id" uuid not null, "customer_id" uuid not null, "done_at" timestamptz null, "is_skipped" boolean not null default false, "is_told" boolean not null default false, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "incident_effects_complaint_id_index" on "incident_effects" ("complaint_id");`);
    this.addSql(`create index "incident_effects_customer_id_index" on "incident_effects" ("customer_id");`);
    this.addSql(
      `create index "incident_effects_waiting_index" on public.incident_effects ("id") where done_at is null;`,
    );
    this.addSql(
      `alter table "incident_effects" add constraint "incident_effects_complaint_unique" unique ("step_id", "complaint_id");`,
    );

    this.addSql(
      `create table "complaint_links" ("id" uuid not null, "complaint_id" uuid not null, "other_id" uuid not null, "score" smallint not null, "reasons" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "complaint_links_other_id_index" on "complaint_links" ("other_id");`);
    this.addSql(
      `alter table "complaint_links" add constraint "complaint_links_pair_unique" unique ("complaint_id", "other_id");`,
    );

    this.addSql(
      `alter table "incidents" add constraint "incidents_provider_id_foreign" foreign key ("provider_id") references "providers" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "incidents" add constraint "incidents_service_id_foreign" foreign key ("service_id") references "services" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "incidents" add constraint "incidents_pincode_code_foreign" foreign key ("pincode_code") references "pincodes" ("code") on delete set null;`,
    );
    this.addSql(
      `alter table "incidents" add constraint "incidents_opened_by_id_foreign" foreign key ("opened_by_id") references "staff" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "incidents" add constraint "incidents_ended_by_id_foreign" foreign key ("ended_by_id") references "staff" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "incidents" add constraint "incidents_window_check" check (window_from <= window_to);`,
    );
    this.addSql(
      `alter table "incidents" add constraint "incidents_ended_check" check ((status in ('resolved', 'dismissed')) = (ended_at is not null));`,
    );
    this.addSql(
      `alter table "incidents" add constraint "incidents_status_check" check ("status" in ('offered', 'open', 'resolved', 'dismissed'));`,
    );
    this.addSql(
      `alter table "incidents" add constraint "incidents_cause_kind_check" check ("cause_kind" in ('provider', 'area', 'service'));`,
    );

    this.addSql(
      `alter table "incident_steps" add constraint "incident_steps_incident_id_foreign" foreign key ("incident_id") references "incidents" ("id");`,
    );
    this.addSql(
      `alter table "incident_steps" add constraint "incident_steps_proposed_by_id_foreign" foreign key ("proposed_by_id") references "staff" ("id");`,
    );
    this.addSql(
      `alter table "incident_steps" add constraint "incident_steps_decided_by_id_foreign" foreign key ("decided_by_id") references "staff" ("id") on delete restrict;`,
    );
    this.addSql(
      `alter table "incident_steps" add constraint "incident_steps_body_check" check (length(body) <= 4000);`,
    );
    this.addSql(
      `alter table "incident_steps" add constraint "incident_steps_amount_check" check ((kind = 'goodwill') = (amount_paise > 0));`,
    );
    this.addSql(
      `alter table "incident_steps" add constraint "incident_steps_decided_check" check ((status = 'proposed') = (decided_by_id is null) and (needs_approval = false or decided_by_id <> proposed_by_id));`,
    );
    this.addSql(
      `alter table "incident_steps" add constraint "incident_steps_kind_check" check ("kind" in ('joining', 'broadcast', 'goodwill', 'resolution'));`,
    );
    this.addSql(
      `alter table "incident_steps" add constraint "incident_steps_status_check" check ("status" in ('proposed', 'approved', 'rejected'));`,
    );

    this.addSql(
      `alter table "incident_members" add constraint "incident_members_incident_id_foreign" foreign key ("incident_id") references "incidents" ("id");`,
    );
    this.addSql(
      `alter table "incident_members" add constraint "incident_members_complaint_id_foreign" foreign key ("complaint_id") references "complaints" ("id");`,
    );
    this.addSql(
      `alter table "incident_members" add constraint "incident_members_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "incident_members" add constraint "incident_members_status_check" check ("status" in ('offered', 'active', 'removed', 'solved'));`,
    );

    this.addSql(
      `alter table "incident_effects" add constraint "incident_effects_step_id_foreign" foreign key ("step_id") references "incident_steps" ("id");`,
    );
    this.addSql(
      `alter table "incident_effects" add constraint "incident_effects_complaint_id_foreign" foreign key ("complaint_id") references "complaints" ("id");`,
    );
    this.addSql(
      `alter table "incident_effects" add constraint "incident_effects_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );

    this.addSql(
      `alter table "complaint_links" add constraint "complaint_links_complaint_id_foreign" foreign key ("complaint_id") references "complaints" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "complaint_links" add constraint "complaint_links_other_id_foreign" foreign key ("other_id") references "complaints" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "complaint_links" add constraint "complaint_links_score_check" check (score >= 0 and score <= 100);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "incident_steps" drop constraint "incident_steps_incident_id_foreign";`);
    this.addSql(`alter table "incident_members" drop constraint "incident_members_incident_id_foreign";`);
    this.addSql(`alter table "incident_effects" drop constraint "incident_effects_step_id_foreign";`);

    this.addSql(`drop table if exists "incidents" cascade;`);
    this.addSql(`drop table if exists "incident_steps" cascade;`);
    this.addSql(`drop table if exists "incident_members" cascade;`);
    this.addSql(`drop table if exists "incident_effects" cascade;`);
    this.addSql(`drop table if exists "complaint_links" cascade;`);
  }
}
