import { Migration } from '@mikro-orm/migrations';

/**
 * What keeps a provider stands in a table of its own, so that holds and bookings refuse each other; the way between two visits depends on where
 * they are, and is refused as well. The triggers are the only ones who write `slot_reservations`.
 *
 * Until now a visit kept its provider for 30 minutes after its end, wherever the next one was. Those minutes are taken out of the rows: the way
 * takes their place. Visits that were sold before are kept as they are, also where the way between two of them would be refused today.
 */
export class Migration20261130000170_SlotReservations extends Migration {
  override name = 'Migration20261130000170_SlotReservations';

  override up(): void | Promise<void> {
    this.columns();
    this.tables();
    this.addSql(`
      insert into travel_rules (id, speed_kmh, fixed_minutes, default_minutes) values (1, 20, 10, 30);`);
    this.travelTime();
    this.keepBookings();
    this.refuseWays();
    this.followBookings();
  }

  private columns(): void {
    this.addSql(
      `alter table public.services add column "buffer_before_minutes" smallint not null default 0, add column "buffer_after_minutes" smallint not null default 0;`,
    );
    this.addSql(
      `alter table public.services add constraint "services_buffers_check" check (buffer_before_minutes >= 0 and buffer_before_minutes <= 240 and buffer_after_minutes >= 0 and buffer_after_minutes <= 240);`,
    );
    this.addSql(
      `alter table public.pincodes add column "latitude" numeric(8,5) null, add column "longitude" numeric(8,5) null;`,
    );
    this.addSql(
      `alter table public.pincodes add constraint "pincodes_centroid_check" check ((latitude is null) = (longitude is null) and abs(latitude) <= 90 and abs(longitude) <= 180);`,
    );
    this.addSql(
      `alter table public.bookings add column "buffer_before_minutes" smallint not null default 0;`,
    );
    this.addSql(`alter table public.bookings drop constraint "bookings_provider_free";`);
    this.addSql(`
      update public.bookings set busy_until = ends_at
      where status in ('confirmed', 'en_route', 'in_progress') and busy_until = ends_at + interval '30 minutes';`);
  }

  private tables(): void {
    this.addSql(
      `create table "slot_reservations" ("id" uuid not null, "kind" text not null, "provider_id" uuid not null, "customer_id" uuid not null, "pincode_code" char(6) not null, "starts_at" timestamptz not null, "ends_at" timestamptz not null, "blocked_from" timestamptz not null, "blocked_until" timestamptz not null, "expires_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "slot_reservations_customer_id_index" on "slot_reservations" ("customer_id");`);
    this.addSql(
      `create index "slot_reservations_pincode_code_index" on "slot_reservations" ("pincode_code");`,
    );
    this.addSql(
      `create index "slot_reservations_provider_time_index" on "slot_reservations" ("provider_id", "blocked_from");`,
    );
    this.addSql(
      `create table "travel_rules" ("id" smallint not null default 1, "speed_kmh" smallint not null, "fixed_minutes" smallint not null, "default_minutes" smallint not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "slot_reservations" add constraint "slot_reservations_provider_id_foreign" foreign key ("provider_id") references "providers" ("id");`,
    );
    this.addSql(
      `alter table "slot_reservations" add constraint "slot_reservations_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "slot_reservations" add constraint "slot_reservations_pincode_code_foreign" foreign key ("pincode_code") references "pincodes" ("code");`,
    );
    this.addSql(
      `alter table "slot_reservations" add constraint "slot_reservations_kind_check" check ("kind" in ('booking', 'hold'));`,
    );
    this.addSql(
      `alter table "slot_reservations" add constraint "slot_reservations_time_check" check (blocked_from <= starts_at and starts_at < ends_at and ends_at <= blocked_until);`,
    );
    this.addSql(
      `alter table "slot_reservations" add constraint "slot_reservations_expiry_check" check ((kind = 'hold') = (expires_at is not null));`,
    );
    this.addSql(
      `alter table "slot_reservations" add constraint "slot_reservations_free" exclude using gist (provider_id with =, tstzrange(blocked_from, blocked_until) with &&);`,
    );
    this.addSql(`alter table "travel_rules" add constraint "travel_rules_one_check" check (id = 1);`);
    this.addSql(
      `alter table "travel_rules" add constraint "travel_rules_speed_check" check (speed_kmh > 0);`,
    );
    this.addSql(
      `alter table "travel_rules" add constraint "travel_rules_minutes_check" check (fixed_minutes >= 0 and default_minutes >= 0);`,
    );
  }

  /**
   * How long the way between two pincodes takes: the great circle between their centroids (haversine formula, radius of the earth 6371 km) at the
   * speed of the rules, and the fixed minutes. The same in both directions, in whole minutes, at most twelve hours.
   */
  private travelTime(): void {
    this.addSql(`
      create function travel_time(origin bpchar, destination bpchar) returns interval language sql stable
      return (
        select case
          when origin = destination then make_interval(mins => rules.fixed_minutes)
          when a.latitude is null or b.latitude is null then make_interval(mins => rules.default_minutes)
          else make_interval(mins => least(720, rules.fixed_minutes + ceil(60 / rules.speed_kmh::float8 * 2 * 6371 * asin(sqrt(
            sin(radians(b.latitude - a.latitude) / 2) ^ 2
              + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(radians(b.longitude - a.longitude) / 2) ^ 2
          ))))::int)
        end
        from travel_rules rules
        left join pincodes a on a.code = origin
        left join pincodes b on b.code = destination
        where rules.id = 1
      );`);
  }

  /** Before the triggers are there: what was sold is kept. */
  private keepBookings(): void {
    this.addSql(`
      insert into slot_reservations (id, kind, provider_id, customer_id, pincode_code, starts_at, ends_at, blocked_from, blocked_until)
      select id, 'booking', provider_id, customer_id, pincode_code, starts_at, ends_at, starts_at, busy_until
      from public.bookings where status in ('confirmed', 'en_route', 'in_progress');`);
  }

  /**
   * Of one provider one reservation is written at a time: two that do not overlap, yet are too near to each other, would not see each other.
   * Whoever had to wait sees what the other has committed, because each statement of the function looks anew (read committed). Everything
   * within the longest way is looked at, not only the neighbours: between two places that are far from each other there may be a third of which
   * nothing is known.
   */
  private refuseWays(): void {
    this.addSql(`
      create function slot_reservations_way() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and (new.provider_id, new.pincode_code, new.blocked_from, new.blocked_until)
          is not distinct from (old.provider_id, old.pincode_code, old.blocked_from, old.blocked_until) then
          return new;
        end if;
        perform pg_advisory_xact_lock(hashtextextended('slot_reservations:' || new.provider_id, 0));
        if exists (
          select from slot_reservations r
          where r.provider_id = new.provider_id and r.id <> new.id
            and tstzrange(r.blocked_from, r.blocked_until)
              && tstzrange(new.blocked_from - interval '12 hours', new.blocked_until + interval '12 hours')
            and not tstzrange(r.blocked_from, r.blocked_until) && tstzrange(new.blocked_from, new.blocked_until)
            and r.blocked_from < new.blocked_until + travel_time(r.pincode_code, new.pincode_code)
            and r.blocked_until > new.blocked_from - travel_time(r.pincode_code, new.pincode_code)
        ) then
          raise exception 'The way from or to another visit of this provider takes longer than the time between them.'
            using errcode = 'exclusion_violation', table = 'slot_reservations', constraint = 'slot_reservations_way';
        end if;
        return new;
      end $$;`);
    this.addSql(`
      create trigger slot_reservations_way before insert or update on slot_reservations
      for each row execute function slot_reservations_way();`);
  }

  /** The reservation of a booking: there while its status is one of those that keep the provider busy, and always at the time of the booking. */
  private followBookings(): void {
    this.addSql(`
      create function bookings_reserve() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or new.status not in ('confirmed', 'en_route', 'in_progress') then
          delete from slot_reservations where id = old.id;
          return null;
        end if;
        update slot_reservations set provider_id = new.provider_id, customer_id = new.customer_id, pincode_code = new.pincode_code,
          starts_at = new.starts_at, ends_at = new.ends_at, updated_at = new.updated_at,
          blocked_from = new.starts_at - make_interval(mins => new.buffer_before_minutes), blocked_until = new.busy_until
        where id = new.id;
        if not found then
          insert into slot_reservations (id, kind, provider_id, customer_id, pincode_code, starts_at, ends_at, blocked_from, blocked_until,
            created_at, updated_at)
          values (new.id, 'booking', new.provider_id, new.customer_id, new.pincode_code, new.starts_at, new.ends_at,
            new.starts_at - make_interval(mins => new.buffer_before_minutes), new.busy_until, new.created_at, new.updated_at);
        end if;
        return null;
      end $$;`);
    this.addSql(`
      create trigger bookings_reserve
      after insert or delete or update of status, provider_id, customer_id, pincode_code, starts_at, ends_at, busy_until, buffer_before_minutes
      on public.bookings for each row execute function bookings_reserve();`);
  }
}
