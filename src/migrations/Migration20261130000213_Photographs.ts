import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000213_Photographs extends Migration {
  override name = 'Migration20261130000213_Photographs';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "photographs" ("id" uuid not null, "booking_id" uuid not null, "customer_id" uuid not null, "kind" text not null, "file_key" varchar(200) not null, "width" smallint not null, "height" smallint not null, "size_bytes" int not null, "by_kind" varchar(20) not null, "by_id" varchar(80) not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "photographs" add constraint "photographs_file_key_unique" unique ("file_key");`,
    );
    this.addSql(
      `create index "photographs_booking_index" on "photographs" ("booking_id", "created_at", "id");`,
    );
    this.addSql(`create index "photographs_customer_id_index" on "photographs" ("customer_id");`);
    this.addSql(
      `alter table "photographs" add constraint "photographs_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id");`,
    );
    this.addSql(
      `alter table "photographs" add constraint "photographs_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "photographs" add constraint "photographs_kind_check" check ("kind" in ('before', 'after', 'problem'));`,
    );
    this.addSql(
      `alter table "photographs" add constraint "photographs_size_check" check (width > 0 and height > 0 and size_bytes > 0);`,
    );
    this.addSql(
      `alter table "photographs" add constraint "photographs_by_kind_check" check (by_kind in ('customer', 'staff'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "photographs" cascade;`);
  }
}
