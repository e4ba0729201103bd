import { Migration } from '@mikro-orm/migrations';

/** A booking that becomes another visit may use another quote, and a coupon again after it has given one back. */
export class Migration20261130000252_CouponsOfBookings extends Migration {
  override name = 'Migration20261130000252_CouponsOfBookings';

  override up(): void | Promise<void> {
    this.addSql(`alter table "coupon_redemptions" drop constraint "coupon_redemptions_booking_unique";`);
    this.addSql(
      `create unique index "coupon_redemptions_booking_unique" on "coupon_redemptions" ("booking_id") where released_at is null;`,
    );
    this.addSql(`alter table "quotes" drop constraint "quotes_booking_unique";`);
    this.addSql(`create index "quotes_booking_index" on "quotes" ("booking_id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "quotes_booking_index";`);
    this.addSql(`alter table "quotes" add constraint "quotes_booking_unique" unique ("booking_id");`);
    this.addSql(`drop index "coupon_redemptions_booking_unique";`);
    this.addSql(
      `create unique index "coupon_redemptions_booking_unique" on "coupon_redemptions" ("booking_id");`,
    );
  }
}
