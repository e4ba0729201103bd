import { Migration } from '@mikro-orm/migrations';

/** A booking that has given a coupon back may use one again, when it becomes another visit. */
export class Migration20261130000252_CouponsOfBookings extends Migration {
  override name = 'Migration20261130000252_CouponsOfBookings';

  override up(): void | Promise<void> {
    this.addSql(`alter table "coupon_redemptions" drop constraint "coupon_redemptions_booking_unique";`);
    this.addSql(
      `create unique index "coupon_redemptions_booking_unique" on "coupon_redemptions" ("booking_id") where released_at is null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "coupon_redemptions_booking_unique";`);
    this.addSql(
      `create unique index "coupon_redemptions_booking_unique" on "coupon_redemptions" ("booking_id");`,
    );
  }
}
