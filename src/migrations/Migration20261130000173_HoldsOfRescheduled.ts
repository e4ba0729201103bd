import { Migration } from '@mikro-orm/migrations';

/** A booking that was made of a hold may be rescheduled to a slot that its customer holds: then two holds have become it. */
export class Migration20261130000173_HoldsOfRescheduled extends Migration {
  override name = 'Migration20261130000173_HoldsOfRescheduled';

  override up(): void | Promise<void> {
    this.addSql(`alter table slot_holds drop constraint "slot_holds_booking_unique";`);
  }
}
