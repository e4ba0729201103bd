import { Migration } from '@mikro-orm/migrations';

/** Calls of tools over REST: what became of those that have one effect, and how often each tool was called. */
export class Migration20261201000280_Tools extends Migration {
  override name = 'Migration20261201000280_Tools';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "tool_confirmations" ("id" uuid not null, "caller_kind" varchar(20) not null, "caller_id" varchar(80) not null, "confirmation" varchar(255) not null, "tool" varchar(128) not null, "digest" varchar(64) not null, "state" text not null, "run" uuid not null, "held_until" timestamptz not null, "outcome" bytea null, "expires_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "tool_confirmations" add constraint "tool_confirmations_call_unique" unique ("caller_id", "caller_kind", "confirmation");`,
    );
    this.addSql(
      `alter table "tool_confirmations" add constraint "tool_confirmations_state_check" check ("state" in ('started', 'done', 'refused'));`,
    );
    this.addSql(`create index "tool_confirmations_expires_at_index" on "tool_confirmations" ("expires_at");`);
    this.addSql(
      `create table "tool_usage" ("id" uuid not null, "minute" timestamptz not null, "tool" varchar(128) not null, "via" varchar(16) not null, "agent" varchar(80) not null, "person_id" varchar(80) not null, "code" varchar(80) not null, "calls" int not null, "cache_hits" int not null, "total_ms" double precision not null, "buckets" int[] not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "tool_usage" add constraint "tool_usage_minute_unique" unique ("minute", "tool", "via", "agent", "person_id", "code");`,
    );
    this.addSql(`create index "tool_usage_person_id_index" on "tool_usage" ("person_id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table "tool_usage";`);
    this.addSql(`drop table "tool_confirmations";`);
  }
}
