import { Migration } from '@mikro-orm/migrations';

const tables = ['categories', 'subcategories', 'services', 'rate_cards', 'cities'];

export class Migration20261130000211_CatalogueVersions extends Migration {
  override name = 'Migration20261130000211_CatalogueVersions';

  override up(): void | Promise<void> {
    for (const table of tables) this.addSql(`alter table "${table}" add "version" int not null default 1;`);
  }

  override down(): void | Promise<void> {
    for (const table of tables) this.addSql(`alter table "${table}" drop column "version";`);
  }
}
