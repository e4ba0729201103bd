import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000285_CustomTools extends Migration {
  override name = 'Migration20261201000285_CustomTools';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "custom_tools" ("id" uuid not null, "name" varchar(60) not null, "created_by" uuid not null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "custom_tools" add constraint "custom_tools_name_unique" unique ("name");`);

    this.addSql(
      `create table "custom_tool_versions" ("id" uuid not null, "tool_id" uuid not null, "number" int not null, "status" text not null default 'draft', "definition" jsonb not null, "note" varchar(300) not null default '', "tried_at" timestamptz null, "tried_by" uuid null, "try_refusal" varchar(60) null, "published_at" timestamptz null, "published_by" uuid null, "retired_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create unique index "custom_tool_versions_published_unique" on "custom_tool_versions" ("tool_id") where status in ('published');`,
    );
    this.addSql(
      `create unique index "custom_tool_versions_draft_unique" on "custom_tool_versions" ("tool_id") where status in ('draft', 'tried');`,
    );
    this.addSql(
      `alter table "custom_tool_versions" add constraint "custom_tool_versions_number_unique" unique ("tool_id", "number");`,
    );

    this.addSql(
      `create table "tool_hosts" ("host" varchar(260) not null, "note" varchar(300) not null, "created_by" uuid not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("host"));`,
    );

    this.addSql(
      `create table "tool_secrets" ("name" varchar(40) not null, "hosts" text[] not null, "note" varchar(300) not null, "sealed" bytea not null, "created_by" uuid not null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("name"));`,
    );

    this.addSql(
      `create table "custom_tool_confirmations" ("key" char(64) not null, "tool" varchar(60) not null, "state" text not null default 'begun', "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("key"));`,
    );
    this.addSql(
      `create index "custom_tool_confirmations_created_index" on "custom_tool_confirmations" ("created_at");`,
    );
    this.addSql(
      `alter table "custom_tool_confirmations" add constraint "custom_tool_confirmations_state_check" check ("state" in ('begun', 'done', 'unknown'));`,
    );

    this.addSql(
      `alter table "custom_tools" add constraint "custom_tools_name_check" check (name ~ '^custom[.][a-z][a-z0-9_]*\$');`,
    );

    this.addSql(
      `alter table "custom_tool_versions" add constraint "custom_tool_versions_tool_id_foreign" foreign key ("tool_id") references "custom_tools" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "custom_tool_versions" add constraint "custom_tool_versions_number_check" check (number >= 1);`,
    );
    this.addSql(
      `alter table "custom_tool_versions" add constraint "custom_tool_versions_tried_check" check (status = 'draft' or (tried_at is not null and try_refusal is null));`,
    );
    this.addSql(
      `alter table "custom_tool_versions" add constraint "custom_tool_versions_published_check" check ((status in ('draft', 'tried')) = (published_at is null));`,
    );
    this.addSql(
      `alter table "custom_tool_versions" add constraint "custom_tool_versions_retired_check" check ((status = 'retired') = (retired_at is not null));`,
    );
    this.addSql(
      `alter table "custom_tool_versions" add constraint "custom_tool_versions_status_check" check ("status" in ('draft', 'tried', 'published', 'retired'));`,
    );

    this.addSql(
      `alter table "tool_secrets" add constraint "tool_secrets_name_check" check (name ~ '^[A-Z][A-Z0-9_]*\$');`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "custom_tool_confirmations" cascade;`);
    this.addSql(`drop table if exists "tool_secrets" cascade;`);
    this.addSql(`drop table if exists "tool_hosts" cascade;`);
    this.addSql(`drop table if exists "custom_tool_versions" cascade;`);
    this.addSql(`drop table if exists "custom_tools" cascade;`);
  }
}
