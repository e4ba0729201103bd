import { Migration } from '@mikro-orm/migrations';

/** The proposal by which a booking was cancelled or moved, so that a yes which is said again is answered and does nothing. */
export class Migration20261130000076_CancellationKeys extends Migration {
  override name = 'Migration20261130000076_CancellationKeys';

  override up(): void | Promise<void> {
    this.addSql(`alter table public.bookings add column "cancellation_key" varchar(80) null;`);
  }
}
