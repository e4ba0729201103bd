import { Migration } from '@mikro-orm/migrations';

export class Migration20261127000021_EarlierContacts extends Migration {
  override name = 'Migration20261127000021_EarlierContacts';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "customer_earlier_contacts" ("id" uuid not null, "customer_id" uuid not null, "email" varchar(254) null, "phone" varchar(16) null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "customer_earlier_contacts_customer_id_index" on "customer_earlier_contacts" ("customer_id");`,
    );

    this.addSql(
      `alter table "customer_earlier_contacts" add constraint "customer_earlier_contacts_customer_id_foreign" foreign key ("customer_id") references "customers" ("id") on delete cascade;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "customer_earlier_contacts" cascade;`);
  }
}
