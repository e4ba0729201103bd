import { Migration } from '@mikro-orm/migrations';

/** What staff list of everybody is read in the order of an index. */
export class Migration20261130000070_ListOrders extends Migration {
  override name = 'Migration20261130000070_ListOrders';

  override up(): void | Promise<void> {
    this.addSql(`create index "bookings_time_index" on public.bookings ("starts_at", "id");`);
    this.addSql(`create index "conversations_time_index" on public.conversations ("last_message_at", "id");`);
  }
}
