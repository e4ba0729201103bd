import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000132_KnowledgeUploads extends Migration {
  override name = 'Migration20261130000132_KnowledgeUploads';

  override up(): void | Promise<void> {
    this.addSql(`alter table "knowledge_documents" add "revision" int not null default 1;`);
    this.addSql(
      `create table "knowledge_uploads" ("id" uuid not null, "slug" varchar(80) not null, "title" varchar(160) null, "language" varchar(8) not null, "audience" text not null, "valid_from" timestamptz not null, "valid_until" timestamptz null, "file_name" varchar(200) null, "size" int not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "knowledge_uploads_time_index" on "knowledge_uploads" ("created_at");`);
    this.addSql(
      `alter table "knowledge_uploads" add constraint "knowledge_uploads_audience_check" check ("audience" in ('customer', 'staff'));`,
    );
    this.addSql(
      `create table "knowledge_upload_parts" ("upload_id" uuid not null, "position" smallint not null, "bytes" bytea not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("upload_id", "position"));`,
    );
    this.addSql(
      `alter table "knowledge_upload_parts" add constraint "knowledge_upload_parts_upload_id_foreign" foreign key ("upload_id") references "knowledge_uploads" ("id") on delete cascade;`,
    );
    // A file is packed already, and goes again soon.
    this.addSql(`alter table "knowledge_upload_parts" alter column "bytes" set storage external;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table "knowledge_upload_parts";`);
    this.addSql(`drop table "knowledge_uploads";`);
    this.addSql(`alter table "knowledge_documents" drop column "revision";`);
  }
}
