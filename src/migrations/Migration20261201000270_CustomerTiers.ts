import { Migration } from '@mikro-orm/migrations';

/** Policies could promise more to a tier of customers; now customers have one. */
export class Migration20261201000270_CustomerTiers extends Migration {
  override name = 'Migration20261201000270_CustomerTiers';

  override up(): void | Promise<void> {
    this.addSql(`alter table "customers" add "tier" text not null default 'standard';`);
    this.addSql(
      `alter table "customers" add constraint "customers_tier_check" check ("tier" in ('standard', 'plus', 'premium'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "customers" drop constraint "customers_tier_check";`);
    this.addSql(`alter table "customers" drop column "tier";`);
  }
}
