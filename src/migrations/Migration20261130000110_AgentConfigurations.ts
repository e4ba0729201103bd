import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000110_AgentConfigurations extends Migration {
  override name = 'Migration20261130000110_AgentConfigurations';

  override up(): void {
    this.addSql(
      `create table "agent_configurations" ("agent" varchar(40) not null, "is_enabled" boolean not null default true, "reason" varchar(300) not null default '', "live_version" int not null default 0, "earlier_version" int null, "candidate_version" int null, "candidate_percent" smallint null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("agent"));`,
    );
    this.addSql(
      `alter table "agent_configurations" add constraint "agent_configurations_share_check" check (candidate_percent >= 1 and candidate_percent <= 99);`,
    );
    this.addSql(
      `alter table "agent_configurations" add constraint "agent_configurations_candidate_check" check ((candidate_version is null) = (candidate_percent is null));`,
    );

    this.addSql(
      `create table "agent_versions" ("id" uuid not null, "agent" varchar(40) not null, "number" int not null, "settings" jsonb not null, "note" varchar(300) not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "agent_versions" add constraint "agent_versions_number_unique" unique ("agent", "number");`,
    );
    this.addSql(
      `alter table "agent_versions" add constraint "agent_versions_number_check" check (number >= 1);`,
    );
  }

  override down(): void {
    this.addSql(`drop table if exists "agent_versions", "agent_configurations" cascade;`);
  }
}
