import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000234_DeskAssignment extends Migration {
  override name = 'Migration20261130000234_DeskAssignment';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "assignment_policy" ("id" smallint not null default 1, "strategy" text not null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "assignment_policy" add constraint "assignment_policy_one_check" check (id = 1);`,
    );
    this.addSql(
      `alter table "assignment_policy" add constraint "assignment_policy_strategy_check" check ("strategy" in ('off', 'round_robin', 'least_loaded', 'by_skill'));`,
    );
    this.addSql(
      `insert into "assignment_policy" ("id", "strategy", "created_at", "updated_at") values (1, 'least_loaded', date_trunc('milliseconds', now()), date_trunc('milliseconds', now()));`,
    );

    this.addSql(
      `create table "desk_profiles" ("id" uuid not null, "staff_id" uuid not null, "skills" jsonb not null, "languages" jsonb not null, "capacity" smallint not null, "week" jsonb not null, "is_paused" boolean not null default false, "last_assigned_at" timestamptz null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "desk_profiles" add constraint "desk_profiles_staff_unique" unique ("staff_id");`,
    );
    this.addSql(
      `alter table "desk_profiles" add constraint "desk_profiles_capacity_check" check (capacity >= 1 and capacity <= 1000);`,
    );
    this.addSql(
      `alter table "desk_profiles" add constraint "desk_profiles_staff_id_foreign" foreign key ("staff_id") references "staff" ("id") on delete cascade;`,
    );

    this.addSql(
      `create table "desk_exceptions" ("id" uuid not null, "staff_id" uuid not null, "kind" text not null, "starts_at" timestamptz not null, "ends_at" timestamptz not null, "hands_on" boolean not null default false, "handed_on_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "desk_exceptions_staff_time_index" on "desk_exceptions" ("staff_id", "starts_at", "id");`,
    );
    this.addSql(
      `create index "desk_exceptions_due_index" on "desk_exceptions" ("starts_at") where "hands_on" and "handed_on_at" is null;`,
    );
    this.addSql(
      `alter table "desk_exceptions" add constraint "desk_exceptions_span_check" check (ends_at > starts_at);`,
    );
    this.addSql(
      `alter table "desk_exceptions" add constraint "desk_exceptions_kind_check" check ("kind" in ('leave', 'extra'));`,
    );
    this.addSql(
      `alter table "desk_exceptions" add constraint "desk_exceptions_staff_id_foreign" foreign key ("staff_id") references "staff" ("id") on delete cascade;`,
    );
    // Who has what was given away before it was written down: whoever has an escalated one has had it since then.
    this.addSql(
      `insert into "complaint_events" ("id", "complaint_id", "kind", "at", "by_kind", "by_id", "visibility", "facts") select gen_random_uuid(), "id", 'assigned', coalesce("escalated_at", "first_responded_at", "created_at"), 'system', 'migration', 'internal', jsonb_build_object('from', null, 'to', "assignee_id") from "complaints" where "assignee_id" is not null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "desk_exceptions" cascade;`);
    this.addSql(`drop table if exists "desk_profiles" cascade;`);
    this.addSql(`drop table if exists "assignment_policy" cascade;`);
  }
}
