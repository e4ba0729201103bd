import { Migration } from '@mikro-orm/migrations';

/** Slots that are kept for a customer for some minutes. What is open keeps its provider as a booking does (`slot_reservations`). */
export class Migration20261130000171_SlotHolds extends Migration {
  override name = 'Migration20261130000171_SlotHolds';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "slot_holds" ("id" uuid not null, "customer_id" uuid not null, "provider_id" uuid not null, "service_id" uuid not null, "pincode_code" char(6) not null, "starts_at" timestamptz not null, "ends_at" timestamptz not null, "blocked_from" timestamptz not null, "blocked_until" timestamptz not null, "status" text not null default 'open', "expires_at" timestamptz not null, "ended_at" timestamptz null, "booking_id" uuid null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "slot_holds_service_id_index" on "slot_holds" ("service_id");`);
    this.addSql(`create index "slot_holds_pincode_code_index" on "slot_holds" ("pincode_code");`);
    this.addSql(
      `create index "slot_holds_customer_time_index" on "slot_holds" ("customer_id", "created_at");`,
    );
    this.addSql(
      `create index "slot_holds_provider_time_index" on "slot_holds" ("provider_id", "starts_at");`,
    );
    this.addSql(`create index "slot_holds_ended_index" on "slot_holds" ("ended_at");`);
    this.addSql(
      `create index "slot_holds_expiry_index" on "slot_holds" ("expires_at") where status = 'open';`,
    );
    this.addSql(`alter table "slot_holds" add constraint "slot_holds_booking_unique" unique ("booking_id");`);
    for (const [column, table, key] of [
      ['customer_id', 'customers', 'id'],
      ['provider_id', 'providers', 'id'],
      ['service_id', 'services', 'id'],
      ['pincode_code', 'pincodes', 'code'],
    ])
      this.addSql(
        `alter table "slot_holds" add constraint "slot_holds_${column}_foreign" foreign key ("${column}") references "${table}" ("${key}");`,
      );
    this.addSql(
      `alter table "slot_holds" add constraint "slot_holds_status_check" check ("status" in ('open', 'converted', 'released', 'expired'));`,
    );
    this.addSql(
      `alter table "slot_holds" add constraint "slot_holds_time_check" check (blocked_from <= starts_at and starts_at < ends_at and ends_at <= blocked_until);`,
    );
    this.addSql(
      `alter table "slot_holds" add constraint "slot_holds_ended_check" check ((status = 'open') = (ended_at is null));`,
    );
    this.addSql(
      `alter table "slot_holds" add constraint "slot_holds_booking_check" check ((status = 'converted') = (booking_id is not null));`,
    );
    // A hold never moves: it is open, and then it has ended.
    this.addSql(`
      create function slot_holds_reserve() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and new.status = old.status then
          return null;
        elsif tg_op <> 'DELETE' and new.status = 'open' then
          insert into slot_reservations (id, kind, provider_id, customer_id, pincode_code, starts_at, ends_at, blocked_from, blocked_until,
            expires_at, created_at, updated_at)
          values (new.id, 'hold', new.provider_id, new.customer_id, new.pincode_code, new.starts_at, new.ends_at, new.blocked_from,
            new.blocked_until, new.expires_at, new.created_at, new.updated_at);
        else
          delete from slot_reservations where id = old.id;
        end if;
        return null;
      end $$;`);
    this.addSql(`
      create trigger slot_holds_reserve after insert or delete or update of status on slot_holds
      for each row execute function slot_holds_reserve();`);
  }
}
