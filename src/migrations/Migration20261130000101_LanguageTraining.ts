import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000101_LanguageTraining extends Migration {
  override name = 'Migration20261130000101_LanguageTraining';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "intent_models" ("id" uuid not null, "number" int not null, "fingerprint" varchar(64) not null, "engine" varchar(64) not null, "corpus_hash" varchar(64) not null, "examples_count" int not null, "encoder" varchar(120) null, "bytes" bytea not null, "validated" jsonb not null, "comparison" jsonb not null, "trained_by" uuid null, "published_at" timestamptz null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "intent_models" add constraint "intent_models_number_unique" unique ("number");`,
    );
    this.addSql(
      `alter table "intent_models" add constraint "intent_models_fingerprint_unique" unique ("fingerprint");`,
    );
    this.addSql(`create index "intent_models_number_index" on "intent_models" ("number", "id");`);
    this.addSql(
      `create table "misunderstood_messages" ("id" uuid not null, "message_id" uuid not null, "text_key" varchar(43) not null, "certainty" double precision not null, "times" int not null default 1, "last_said_at" timestamptz not null, "status" text not null default 'open', "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "misunderstood_messages_message_id_index" on "misunderstood_messages" ("message_id");`,
    );
    this.addSql(
      `alter table "misunderstood_messages" add constraint "misunderstood_messages_text_unique" unique ("text_key");`,
    );
    this.addSql(
      `create index "misunderstood_messages_certainty_index" on "misunderstood_messages" ("status", "certainty", "id");`,
    );
    this.addSql(
      `create index "misunderstood_messages_time_index" on "misunderstood_messages" ("status", "last_said_at", "id");`,
    );
    this.addSql(
      `create table "model_publications" ("id" uuid not null, "model_id" uuid not null, "reason" varchar(500) null, "published_by" uuid null, "withdrawn_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "model_publications_model_id_index" on "model_publications" ("model_id");`);
    this.addSql(
      `create index "model_publications_standing_index" on public.model_publications ("id") where withdrawn_at is null;`,
    );
    this.addSql(
      `create table "training_examples" ("id" uuid not null, "text" varchar(300) not null, "text_key" varchar(43) not null, "intent" varchar(60) null, "language" text null, "message_id" uuid null, "created_by" uuid not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "training_examples" add constraint "training_examples_text_unique" unique ("text_key");`,
    );
    this.addSql(
      `alter table "training_examples" add constraint "training_examples_message_unique" unique ("message_id");`,
    );
    this.addSql(`create index "training_examples_time_index" on "training_examples" ("created_at", "id");`);
    this.addSql(
      `alter table "intent_models" add constraint "intent_models_bytes_check" check (octet_length(bytes) <= 4194304);`,
    );
    this.addSql(
      `alter table "intent_models" add constraint "intent_models_examples_check" check (examples_count >= 0);`,
    );
    this.addSql(
      `alter table "misunderstood_messages" add constraint "misunderstood_messages_message_id_foreign" foreign key ("message_id") references "messages" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "misunderstood_messages" add constraint "misunderstood_messages_status_check" check ("status" in ('open', 'labelled', 'dismissed'));`,
    );
    this.addSql(
      `alter table "model_publications" add constraint "model_publications_model_id_foreign" foreign key ("model_id") references "intent_models" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "training_examples" add constraint "training_examples_message_id_foreign" foreign key ("message_id") references "messages" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "training_examples" add constraint "training_examples_language_check" check ("language" in ('en', 'hi', 'hi-Latn'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "model_publications" cascade;`);
    this.addSql(`drop table if exists "intent_models" cascade;`);
    this.addSql(`drop table if exists "training_examples" cascade;`);
    this.addSql(`drop table if exists "misunderstood_messages" cascade;`);
  }
}
