import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000120_Models extends Migration {
  override name = 'Migration20261130000120_Models';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "model_calls" ("id" uuid not null, "at" timestamptz not null, "task" varchar(60) not null, "prompt_version" int not null, "agent" varchar(40) null, "tier" text not null, "endpoint" varchar(32) null, "customer_id" uuid null, "conversation_id" uuid null, "input_tokens" int not null, "output_tokens" int not null, "is_estimate" boolean not null, "cost_micros" bigint not null, "duration_ms" int not null, "outcome" varchar(20) not null, primary key ("id"));`,
    );
    this.addSql(`create index "model_calls_time_index" on "model_calls" ("at", "id");`);
    this.addSql(`create index "model_calls_customer_index" on "model_calls" ("customer_id", "at");`);

    this.addSql(
      `create table "model_reservations" ("id" uuid not null, "customer_id" uuid null, "conversation_id" uuid null, "cost_micros" bigint not null, "expires_at" timestamptz not null, primary key ("id"));`,
    );
    this.addSql(`create index "model_reservations_expires_at_index" on "model_reservations" ("expires_at");`);

    this.addSql(
      `create table "model_spendings" ("scope" text not null, "subject" varchar(36) not null, "period" varchar(10) not null, "calls" int not null, "cost_micros" bigint not null, "updated_at" timestamptz not null, primary key ("scope", "subject", "period"));`,
    );
    this.addSql(`create index "model_spendings_updated_at_index" on "model_spendings" ("updated_at");`);

    this.addSql(
      `alter table "model_calls" add constraint "model_calls_tier_check" check ("tier" in ('fast', 'balanced', 'strong'));`,
    );

    this.addSql(
      `alter table "model_spendings" add constraint "model_spendings_scope_check" check ("scope" in ('all', 'customer', 'conversation'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "model_calls" cascade;`);
    this.addSql(`drop table if exists "model_reservations" cascade;`);
    this.addSql(`drop table if exists "model_spendings" cascade;`);
  }
}
