import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000160_Pricing extends Migration {
  override name = 'Migration20261130000160_Pricing';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "price_rules" ("id" uuid not null, "code" varchar(40) not null, "kind" text not null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "price_rules" add constraint "price_rules_code_unique" unique ("code");`);
    this.addSql(`create index "price_rules_kind_index" on "price_rules" ("kind", "code");`);

    this.addSql(
      `create table "coupon_redemptions" ("id" uuid not null, "rule_id" uuid not null, "customer_id" uuid not null, "booking_id" uuid not null, "customer_number" smallint not null, "customer_at_most" smallint null, "released_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "coupon_redemptions_rule_id_index" on "coupon_redemptions" ("rule_id");`);
    this.addSql(
      `alter table "coupon_redemptions" add constraint "coupon_redemptions_booking_unique" unique ("booking_id");`,
    );
    this.addSql(
      `create unique index "coupon_redemptions_customer_unique" on public.coupon_redemptions ("rule_id", "customer_id", "customer_number") where released_at is null;`,
    );
    this.addSql(`create index "coupon_redemptions_customer_index" on "coupon_redemptions" ("customer_id");`);

    this.addSql(
      `create table "coupon_counters" ("rule_id" uuid not null, "uses" int not null default 0, "at_most" int null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("rule_id"));`,
    );

    this.addSql(
      `create table "price_rule_versions" ("id" uuid not null, "rule_id" uuid not null, "number" int not null, "status" text not null default 'draft', "label" varchar(120) not null, "scope" jsonb not null, "conditions" jsonb not null, "valid_from" timestamptz not null, "valid_until" timestamptz null, "priority" smallint not null, "exclusion_group" varchar(40) null, "basis_points" int null, "amount_paise" int null, "minimum_paise" int null, "cap_paise" int null, "uses_at_most" int null, "uses_per_customer" smallint null, "sac_code" varchar(8) null, "published_at" timestamptz null, "retired_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create unique index "price_rule_versions_published_unique" on public.price_rule_versions ("rule_id") where status = 'published';`,
    );
    this.addSql(
      `create unique index "price_rule_versions_draft_unique" on public.price_rule_versions ("rule_id") where status = 'draft';`,
    );
    this.addSql(
      `alter table "price_rule_versions" add constraint "price_rule_versions_number_unique" unique ("rule_id", "number");`,
    );

    this.addSql(
      `create table "quotes" ("id" uuid not null, "customer_id" uuid not null, "service_id" uuid not null, "rate_card_id" uuid not null, "pincode_code" char(6) not null, "starts_at" timestamptz not null, "quantity" smallint not null, "attributes" text[] not null, "items" jsonb not null, "total_paise" int not null, "currency" char(3) not null, "coupon_code" varchar(40) null, "coupon_rule_id" uuid null, "expires_at" timestamptz not null, "used_at" timestamptz null, "booking_id" uuid null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "quotes_service_id_index" on "quotes" ("service_id");`);
    this.addSql(`create index "quotes_rate_card_id_index" on "quotes" ("rate_card_id");`);
    this.addSql(`create index "quotes_pincode_code_index" on "quotes" ("pincode_code");`);
    this.addSql(`create index "quotes_coupon_rule_id_index" on "quotes" ("coupon_rule_id");`);
    this.addSql(`alter table "quotes" add constraint "quotes_booking_unique" unique ("booking_id");`);
    this.addSql(`create index "quotes_customer_index" on "quotes" ("customer_id", "expires_at");`);
    this.addSql(`create index "quotes_unused_index" on public.quotes ("expires_at") where used_at is null;`);

    this.addSql(`alter table "bookings" add "quote_id" uuid null;`);
    this.addSql(
      `alter table "bookings" add constraint "bookings_quote_id_foreign" foreign key ("quote_id") references "quotes" ("id") on delete set null;`,
    );
    this.addSql(`alter table "bookings" add constraint "bookings_quote_unique" unique ("quote_id");`);

    this.addSql(
      `alter table "booking_items" add "rule_id" uuid null, add "rule_version" int null, add "sac_code" varchar(8) null;`,
    );

    this.addSql(
      `alter table "price_rules" add constraint "price_rules_code_check" check (code ~ '^[A-Za-z0-9][A-Za-z0-9_-]*\$');`,
    );
    this.addSql(
      `alter table "price_rules" add constraint "price_rules_kind_check" check ("kind" in ('attribute', 'place', 'peak_hours', 'weekday', 'urgency', 'coupon', 'tax'));`,
    );

    this.addSql(
      `alter table "coupon_redemptions" add constraint "coupon_redemptions_rule_id_foreign" foreign key ("rule_id") references "price_rules" ("id");`,
    );
    this.addSql(
      `alter table "coupon_redemptions" add constraint "coupon_redemptions_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "coupon_redemptions" add constraint "coupon_redemptions_number_check" check (customer_number >= 1 and customer_number <= customer_at_most);`,
    );

    this.addSql(
      `alter table "coupon_counters" add constraint "coupon_counters_rule_id_foreign" foreign key ("rule_id") references "price_rules" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "coupon_counters" add constraint "coupon_counters_uses_check" check (uses >= 0 and uses <= at_most);`,
    );

    this.addSql(
      `alter table "price_rule_versions" add constraint "price_rule_versions_rule_id_foreign" foreign key ("rule_id") references "price_rules" ("id");`,
    );
    this.addSql(
      `alter table "price_rule_versions" add constraint "price_rule_versions_number_check" check (number >= 1);`,
    );
    this.addSql(
      `alter table "price_rule_versions" add constraint "price_rule_versions_size_check" check ((basis_points is null) <> (amount_paise is null));`,
    );
    this.addSql(
      `alter table "price_rule_versions" add constraint "price_rule_versions_validity_check" check (valid_from < valid_until);`,
    );
    this.addSql(
      `alter table "price_rule_versions" add constraint "price_rule_versions_priority_check" check (priority >= 0 and priority <= 1000);`,
    );
    this.addSql(
      `alter table "price_rule_versions" add constraint "price_rule_versions_published_check" check ((status = 'draft') = (published_at is null));`,
    );
    this.addSql(
      `alter table "price_rule_versions" add constraint "price_rule_versions_retired_check" check ((status = 'retired') = (retired_at is not null));`,
    );
    this.addSql(
      `alter table "price_rule_versions" add constraint "price_rule_versions_coupon_check" check (minimum_paise >= 0 and cap_paise > 0 and uses_at_most > 0 and uses_per_customer > 0);`,
    );
    this.addSql(
      `alter table "price_rule_versions" add constraint "price_rule_versions_status_check" check ("status" in ('draft', 'published', 'retired'));`,
    );

    this.addSql(
      `alter table "quotes" add constraint "quotes_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "quotes" add constraint "quotes_service_id_foreign" foreign key ("service_id") references "services" ("id");`,
    );
    this.addSql(
      `alter table "quotes" add constraint "quotes_rate_card_id_foreign" foreign key ("rate_card_id") references "rate_cards" ("id");`,
    );
    this.addSql(
      `alter table "quotes" add constraint "quotes_pincode_code_foreign" foreign key ("pincode_code") references "pincodes" ("code");`,
    );
    this.addSql(
      `alter table "quotes" add constraint "quotes_coupon_rule_id_foreign" foreign key ("coupon_rule_id") references "price_rules" ("id") on delete set null;`,
    );
    this.addSql(`alter table "quotes" add constraint "quotes_total_check" check (total_paise >= 0);`);
    this.addSql(
      `alter table "quotes" add constraint "quotes_used_check" check ((used_at is null) = (booking_id is null));`,
    );

    // What was published is never edited: only its end may be written down.
    this.addSql(`
      create function price_rule_versions_keep() returns trigger language plpgsql as $$
      begin
        if old.status <> 'draft' and
          to_jsonb(old) - '{status,retired_at,updated_at}'::text[] <> to_jsonb(new) - '{status,retired_at,updated_at}'::text[]
          or old.status = 'retired' and new.status <> 'retired' or old.status = 'published' and new.status = 'draft'
        then
          raise exception 'a price rule version that was published is never edited' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;`);
    this.addSql(`
      create trigger price_rule_versions_keep before update on price_rule_versions
      for each row execute function price_rule_versions_keep();`);

    // The rules that were code until now, to the paisa as they were.
    const [sunday, evening, gst] = [1, 2, 3].map((nth) => `019d45e0-0000-7000-8000-00000000000${nth}`);
    this.addSql(`
      insert into price_rules (id, code, kind, created_at, updated_at)
      -- A cursor carries milliseconds: a finer time would be read again and again.
      select id::uuid, code, kind, date_trunc('milliseconds', now()), date_trunc('milliseconds', now())
      from (values ('${sunday}', 'sunday', 'weekday'), ('${evening}', 'evening', 'peak_hours'), ('${gst}', 'gst', 'tax')) as first (id, code, kind);`);
    const everywhere = `'{"categories":[],"subcategories":[],"services":[],"cities":[],"pincodes":[],"tiers":[]}'`;
    this.addSql(`
      insert into price_rule_versions (id, rule_id, number, status, label, scope, conditions, valid_from, priority, exclusion_group,
        basis_points, sac_code, published_at)
      values
        ('019d45e0-0000-7000-8000-000000000011', '${sunday}', 1, 'published', 'Sunday surcharge', ${everywhere},
          '{"weekdays":[7]}', '2000-01-01T00:00:00Z', 10, 'unsocial-hours', 1000, null, '2000-01-01T00:00:00Z'),
        ('019d45e0-0000-7000-8000-000000000012', '${evening}', 1, 'published', 'Evening surcharge', ${everywhere},
          '{"fromMinute":1080}', '2000-01-01T00:00:00Z', 20, 'unsocial-hours', 1000, null, '2000-01-01T00:00:00Z'),
        ('019d45e0-0000-7000-8000-000000000013', '${gst}', 1, 'published', 'GST', ${everywhere},
          '{}', '2000-01-01T00:00:00Z', 100, null, 1800, '9987', '2000-01-01T00:00:00Z');`);
    // What was sold before came from the same rules.
    this.addSql(`
      update booking_items item set rule_id = rule.id, rule_version = 1, sac_code = case when rule.kind = 'tax' then '9987' end
      from price_rules rule
      where rule.code = item.code and (item.kind = 'surcharge' and item.code in ('sunday', 'evening') or item.kind = 'tax' and item.code = 'gst');`);
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "booking_items" drop column "rule_id", drop column "rule_version", drop column "sac_code";`,
    );
    this.addSql(`alter table "bookings" drop column "quote_id";`);
    this.addSql(
      `drop table if exists "coupon_redemptions", "coupon_counters", "quotes", "price_rule_versions", "price_rules" cascade;`,
    );
    this.addSql(`drop function if exists price_rule_versions_keep();`);
  }
}
