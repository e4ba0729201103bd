import { Migration } from '@mikro-orm/migrations';

/** What each sentence means, and questions that nothing answers. */
export class Migration20261130000140_KnowledgeSearch extends Migration {
  override name = 'Migration20261130000140_KnowledgeSearch';

  override up(): void | Promise<void> {
    this.addSql(`alter table "knowledge_chunks" add "sentence_meanings" bytea null;`);
    this.addSql(`create index "knowledge_chunks_updated_at_index" on "knowledge_chunks" ("updated_at");`);
    this.addSql(
      `create table "knowledge_gaps" ("id" uuid not null, "question" varchar(300) not null, "question_key" char(64) not null, "status" text not null default 'open', "times" int not null default 1, "last_asked_at" timestamptz not null, "nearest_passage" uuid null, "nearest_heading" varchar(300) null, "grounding" double precision not null, "closed_at" timestamptz null, "closed_by" uuid null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "knowledge_gaps" add constraint "knowledge_gaps_question_key_unique" unique ("question_key");`,
    );
    this.addSql(
      `create index "knowledge_gaps_last_asked_index" on "knowledge_gaps" ("last_asked_at", "id");`,
    );
    this.addSql(`create index "knowledge_gaps_times_index" on "knowledge_gaps" ("times", "id");`);
    this.addSql(
      `alter table "knowledge_gaps" add constraint "knowledge_gaps_status_check" check ("status" in ('open', 'answered', 'dismissed'));`,
    );
    this.addSql(
      `create table "knowledge_gap_askers" ("gap_id" uuid not null, "customer_id" uuid not null, "created_at" timestamptz not null default now(), primary key ("gap_id", "customer_id"));`,
    );
    this.addSql(
      `create index "knowledge_gap_askers_customer_index" on "knowledge_gap_askers" ("customer_id");`,
    );
    this.addSql(
      `alter table "knowledge_gap_askers" add constraint "knowledge_gap_askers_gap_id_foreign" foreign key ("gap_id") references "knowledge_gaps" ("id") on delete cascade;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "knowledge_gap_askers" cascade;`);
    this.addSql(`drop table if exists "knowledge_gaps" cascade;`);
    this.addSql(`drop index "knowledge_chunks_updated_at_index";`);
    this.addSql(`alter table "knowledge_chunks" drop column "sentence_meanings";`);
  }
}
