import { Migration } from '@mikro-orm/migrations';

/** Which slot is kept while a proposal is open. No foreign key: holds are deleted a month after they ended, proposals are not. */
export class Migration20261130000251_HoldsOfProposals extends Migration {
  override name = 'Migration20261130000251_HoldsOfProposals';

  override up(): void | Promise<void> {
    this.addSql(`alter table "proposals" add column "hold_id" uuid null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "proposals" drop column "hold_id";`);
  }
}
