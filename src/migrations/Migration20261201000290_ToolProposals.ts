import { Migration } from '@mikro-orm/migrations';

/** Writes that programs propose over MCP, and what became of them when a person agreed. */
export class Migration20261201000290_ToolProposals extends Migration {
  override name = 'Migration20261201000290_ToolProposals';

  override up(): void | Promise<void> {
    this.addSql(`create table "tool_proposals" (
      "id" uuid not null,
      "caller_kind" varchar(20) not null,
      "caller_id" varchar(80) not null,
      "caller_key" varchar(80) not null,
      "way" text not null,
      "tool" varchar(120) not null,
      "arguments" jsonb not null,
      "summary" text not null,
      "state" text not null default 'open',
      "expires_at" timestamptz not null,
      "started_at" timestamptz null,
      "outcome" jsonb null,
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      primary key ("id"));`);
    this.addSql(`create index "tool_proposals_caller_index" on "tool_proposals" ("caller_id", "state");`);
    this.addSql(`create index "tool_proposals_expires_index" on "tool_proposals" ("expires_at");`);
    this.addSql(
      `alter table "tool_proposals" add constraint "tool_proposals_way_check" check ("way" in ('form', 'call'));`,
    );
    this.addSql(
      `alter table "tool_proposals" add constraint "tool_proposals_state_check" check ("state" in ('open', 'started', 'done', 'refused', 'declined', 'unknown'));`,
    );
    this.addSql(
      `alter table "tool_proposals" add constraint "tool_proposals_started_check" check ((state in ('open', 'declined')) = (started_at is null));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table "tool_proposals";`);
  }
}
