import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000192_CancellationQuotes extends Migration {
  override name = 'Migration20261130000192_CancellationQuotes';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "cancellation_quotes" ("id" uuid not null, "booking_id" uuid not null, "fee_paise" int not null, "rescheduling_fee_paise" int not null, "refund_paise" int not null, "clauses" jsonb not null, "starts_at" timestamptz not null, "total_paise" int not null, "paid_paise" int not null, "expires_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "cancellation_quotes_booking_index" on "cancellation_quotes" ("booking_id", "expires_at");`,
    );
    this.addSql(
      `alter table "cancellation_quotes" add constraint "cancellation_quotes_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "cancellation_quotes" add constraint "cancellation_quotes_amounts_check" check (fee_paise >= 0 and refund_paise >= 0);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "cancellation_quotes" cascade;`);
  }
}
