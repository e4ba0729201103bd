import { Migration } from '@mikro-orm/migrations';

/** Pieces are made anew by the job that embeds: they did not know where they stand in their document. */
export class Migration20261130000130_KnowledgeValidity extends Migration {
  override name = 'Migration20261130000130_KnowledgeValidity';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "knowledge_documents" add "audience" text not null default 'customer', add "valid_from" timestamptz not null default now(), add "valid_until" timestamptz null, add "source_format" text not null default 'markdown', add "file_name" varchar(200) null, add "page_count" int null;`,
    );
    this.addSql(`update "knowledge_documents" set "valid_from" = "created_at";`);
    this.addSql(
      `alter table "knowledge_documents" add constraint "knowledge_documents_validity_check" check (valid_from < valid_until);`,
    );
    this.addSql(
      `alter table "knowledge_documents" add constraint "knowledge_documents_audience_check" check ("audience" in ('customer', 'staff'));`,
    );
    this.addSql(
      `alter table "knowledge_documents" add constraint "knowledge_documents_source_format_check" check ("source_format" in ('markdown', 'text', 'html', 'pdf', 'docx'));`,
    );
    this.addSql(`delete from "knowledge_chunks";`);
    this.addSql(
      `alter table "knowledge_chunks" add "start" int not null, add "end" int not null, add "page" int null, add "meaning_model" varchar(80) null, add "meaning" bytea null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "knowledge_chunks" drop column "start", drop column "end", drop column "page", drop column "meaning_model", drop column "meaning";`,
    );
    this.addSql(
      `alter table "knowledge_documents" drop column "audience", drop column "valid_from", drop column "valid_until", drop column "source_format", drop column "file_name", drop column "page_count";`,
    );
  }
}
