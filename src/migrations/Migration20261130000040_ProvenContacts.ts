import { Migration } from '@mikro-orm/migrations';

/** A contact is unique among those who have proven it, no longer among all who say that it is theirs; a closed account knows who closed it. */
export class Migration20261130000040_ProvenContacts extends Migration {
  override name = 'Migration20261130000040_ProvenContacts';

  override up(): void | Promise<void> {
    for (const contact of ['email', 'phone']) {
      this.addSql(`alter table "customers" drop constraint "customers_${contact}_unique";`);
      this.addSql(
        `create unique index "customers_${contact}_unique" on public.customers ("${contact}") where ${contact}_verified_at is not null;`,
      );
    }
    this.addSql(`alter table "customers" drop constraint "customers_reachable_check";`);
    this.addSql(`alter table "customers" add column "closed_by" text null;`);
    this.addSql(
      `alter table "customers" add constraint "customers_closed_by_check" check ("closed_by" in ('customer', 'staff'));`,
    );

    this.addSql(`alter table "one_time_tokens" drop constraint "one_time_tokens_purpose_check";`);
    this.addSql(
      `alter table "one_time_tokens" add constraint "one_time_tokens_purpose_check" check ("purpose" in ('verify_email', 'verify_phone', 'reset_by_link', 'reset_by_code', 'reopen_by_link', 'reopen_by_code'));`,
    );
  }
}
