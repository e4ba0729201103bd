import { Migration } from '@mikro-orm/migrations';

const unsolved = `'open', 'in_progress', 'waiting_for_customer', 'waiting_for_provider', 'waiting_for_parts'`;

export class Migration20261130000231_ComplaintTargets extends Migration {
  override name = 'Migration20261130000231_ComplaintTargets';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "complaint_targets" ("id" uuid not null, "complaint_id" uuid not null, "metric" text not null, "cycle" smallint not null, "state" text not null, "starts_at" timestamptz not null, "ended_at" timestamptz null, "due_at" timestamptz null, "at_risk_at" timestamptz null, "breached_at" timestamptz null, "policy" int not null, "rule" varchar(40) not null, "at_risk_told_for" timestamptz null, "overdue_told_for" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "complaint_targets_overdue_index" on "complaint_targets" ("due_at") where ended_at is null and overdue_told_for is distinct from due_at;`,
    );
    this.addSql(
      `create index "complaint_targets_at_risk_index" on "complaint_targets" ("at_risk_at") where ended_at is null and overdue_told_for is distinct from due_at and at_risk_told_for is distinct from due_at;`,
    );
    this.addSql(
      `alter table "complaint_targets" add constraint "complaint_targets_cycle_unique" unique ("complaint_id", "metric", "cycle");`,
    );
    this.addSql(
      `alter table "complaint_targets" add constraint "complaint_targets_complaint_id_foreign" foreign key ("complaint_id") references "complaints" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "complaint_targets" add constraint "complaint_targets_metric_check" check ("metric" in ('first_response', 'next_response', 'resolution'));`,
    );
    this.addSql(
      `alter table "complaint_targets" add constraint "complaint_targets_state_check" check ("state" in ('running', 'paused', 'met', 'breached', 'cancelled'));`,
    );
    // What has been told of the solution stays told. All else of these is reckoned by the watcher, which finds them by their missing policy.
    this.addSql(
      `insert into "complaint_targets" ("id", "complaint_id", "metric", "cycle", "state", "starts_at", "due_at", "policy", "rule", "at_risk_told_for", "overdue_told_for") select gen_random_uuid(), "id", 'resolution', 0, 'running', "created_at", "due_at", 1, "severity", "due_soon_told_for", "overdue_told_for" from "complaints" where "status" in (${unsolved});`,
    );

    this.addSql(`drop index "complaints_watched_index";`);
    this.addSql(
      `alter table "complaints" drop column "due_soon_told_for", drop column "overdue_told_for", add "first_response_due_at" timestamptz null, add "next_response_due_at" timestamptz null, add "sla_policy" int null, add "sla_calendar" int null;`,
    );
    this.addSql(
      `create index "complaints_unmeasured_index" on "complaints" ("ended_at" desc, "id") where sla_policy is null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "complaints_unmeasured_index";`);
    this.addSql(
      `alter table "complaints" drop column "first_response_due_at", drop column "next_response_due_at", drop column "sla_policy", drop column "sla_calendar", add "due_soon_told_for" timestamptz null, add "overdue_told_for" timestamptz null;`,
    );
    this.addSql(
      `update "complaints" c set "due_soon_told_for" = t."at_risk_told_for", "overdue_told_for" = t."overdue_told_for" from "complaint_targets" t where t."complaint_id" = c."id" and t."metric" = 'resolution' and t."ended_at" is null;`,
    );
    this.addSql(
      `create index "complaints_watched_index" on "complaints" ("due_at") where status in (${unsolved}) and overdue_told_for is distinct from due_at;`,
    );
    this.addSql(`drop table if exists "complaint_targets" cascade;`);
  }
}
