import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000265_McpServers extends Migration {
  override name = 'Migration20261201000265_McpServers';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "mcp_servers" ("id" uuid not null, "name" varchar(21) not null, "description" varchar(300) not null, "transport" text not null, "url" text null, "command" varchar(40) null, "header_names" text[] not null, "client_id" varchar(200) null, "scope" varchar(300) null, "issuer" text null, "secrets" bytea null, "permission" varchar(60) not null, "timeout_ms" int not null, "enabled" boolean not null, "created_by" uuid not null, "health" text not null default 'unknown', "checked_at" timestamptz null, "failing_since" timestamptz null, "last_error_code" varchar(40) null, "last_error" varchar(300) null, "last_error_at" timestamptz null, "calls" int not null default 0, "failures" int not null default 0, "revision" varchar(20) null, "server_name" varchar(200) null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "mcp_servers" add constraint "mcp_servers_name_unique" unique ("name");`);
    this.addSql(
      `alter table "mcp_servers" add constraint "mcp_servers_transport_check" check ("transport" in ('http', 'stdio'));`,
    );
    this.addSql(
      `alter table "mcp_servers" add constraint "mcp_servers_health_check" check ("health" in ('unknown', 'well', 'failing'));`,
    );
    this.addSql(
      `alter table "mcp_servers" add constraint "mcp_servers_address_check" check ((transport = 'http') = (url is not null) and (transport = 'stdio') = (command is not null));`,
    );
    this.addSql(
      `alter table "mcp_servers" add constraint "mcp_servers_name_check" check (name ~ '^[a-z][a-z0-9_]{1,20}$');`,
    );

    this.addSql(
      `create table "mcp_tools" ("id" uuid not null, "server_id" uuid not null, "name" varchar(128) not null, "local_name" varchar(42) not null, "definition" jsonb not null, "hash" varchar(64) not null, "fault" varchar(300) null, "approved_definition" jsonb null, "approved_hash" varchar(64) null, "effect" text null, "decided_by" uuid null, "decided_at" timestamptz null, "rejected_hash" varchar(64) null, "first_seen_at" timestamptz not null, "last_seen_at" timestamptz not null, "gone_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "mcp_tools" add constraint "mcp_tools_name_unique" unique ("server_id", "name");`,
    );
    this.addSql(
      `alter table "mcp_tools" add constraint "mcp_tools_server_id_foreign" foreign key ("server_id") references "mcp_servers" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "mcp_tools" add constraint "mcp_tools_effect_check" check ("effect" in ('read', 'write'));`,
    );

    this.addSql(
      `create table "mcp_confirmed_calls" ("digest" varchar(64) not null, "at" timestamptz not null, "is_answered" boolean null, primary key ("digest"));`,
    );
    this.addSql(`create index "mcp_confirmed_calls_time_index" on "mcp_confirmed_calls" ("at", "digest");`);
  }

  override down(): void | Promise<void> {
    for (const table of ['mcp_confirmed_calls', 'mcp_tools', 'mcp_servers'])
      this.addSql(`drop table "${table}";`);
  }
}
