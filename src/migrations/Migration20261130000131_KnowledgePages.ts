import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000131_KnowledgePages extends Migration {
  override name = 'Migration20261130000131_KnowledgePages';

  override up(): void | Promise<void> {
    this.addSql(`alter table "knowledge_documents" add "page_starts" jsonb null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "knowledge_documents" drop column "page_starts";`);
  }
}
