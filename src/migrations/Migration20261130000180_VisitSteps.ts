import { Migration } from '@mikro-orm/migrations';

/**
 * Steps of a visit: what a line of the history is about and how the booking was before it, what rescheduling has cost, whether the professional
 * has said to come, and the wrong start codes. Bookings that were moved before this stay as they are: a cancelled one, whose reason names
 * the other.
 */
export class Migration20261130000180_VisitSteps extends Migration {
  override name = 'Migration20261130000180_VisitSteps';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table public.bookings add column "rescheduling_fee_paise" int not null default 0, add column "confirmed_at" timestamptz null, add column "start_tries" smallint not null default 0;`,
    );
    this.addSql(
      `alter table public.bookings add constraint "bookings_rescheduling_fee_check" check (rescheduling_fee_paise >= 0);`,
    );
    this.addSql(
      `alter table public.bookings add constraint "bookings_start_tries_check" check (start_tries >= 0 and start_tries <= 5);`,
    );
    this.addSql(
      `alter table public.booking_status_history add column "kind" text not null default 'status', add column "was" jsonb null, add column "key" varchar(80) null;`,
    );
    this.addSql(
      `alter table public.booking_status_history add constraint "booking_status_history_kind_check" check ("kind" in ('status', 'confirmed', 'rescheduled', 'changed'));`,
    );
    this.addSql(
      `alter table public.booking_status_history add constraint "booking_status_history_key_unique" unique ("booking_id", "key");`,
    );
  }
}
