import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000193_Invoices extends Migration {
  override name = 'Migration20261130000193_Invoices';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "invoice_counters" ("kind" text not null, "financial_year" varchar(5) not null, "last_sequence" int not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("kind", "financial_year"));`,
    );
    this.addSql(
      `create table "invoices" ("id" uuid not null, "kind" text not null, "number" varchar(16) not null, "financial_year" varchar(5) not null, "sequence" int not null, "effect_key" varchar(160) not null, "booking_id" uuid not null, "customer_id" uuid not null, "original_id" uuid null, "booking_reference" varchar(12) not null, "seller" jsonb not null, "buyer_name" varchar(120) not null, "buyer_address" varchar(300) not null, "pincode" varchar(6) not null, "place_of_supply" varchar(80) not null, "sac_code" varchar(8) not null, "items" jsonb not null, "taxable_paise" int not null, "cgst_paise" int not null, "sgst_paise" int not null, "igst_paise" int not null, "total_paise" int not null, "currency" char(3) not null default 'INR', "supplied_at" timestamptz not null, "issued_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "invoices" add constraint "invoices_number_unique" unique ("number");`);
    this.addSql(`alter table "invoices" add constraint "invoices_effect_key_unique" unique ("effect_key");`);
    this.addSql(`create index "invoices_original_id_index" on "invoices" ("original_id");`);
    this.addSql(`create index "invoices_customer_index" on "invoices" ("customer_id", "issued_at");`);
    this.addSql(`create index "invoices_booking_index" on "invoices" ("booking_id", "issued_at");`);
    this.addSql(
      `alter table "invoices" add constraint "invoices_sequence_unique" unique ("kind", "financial_year", "sequence");`,
    );
    this.addSql(
      `alter table "invoice_counters" add constraint "invoice_counters_kind_check" check ("kind" in ('invoice', 'credit_note'));`,
    );
    this.addSql(
      `alter table "invoices" add constraint "invoices_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id") on delete restrict;`,
    );
    this.addSql(
      `alter table "invoices" add constraint "invoices_customer_id_foreign" foreign key ("customer_id") references "customers" ("id") on delete restrict;`,
    );
    this.addSql(
      `alter table "invoices" add constraint "invoices_original_id_foreign" foreign key ("original_id") references "invoices" ("id") on delete restrict;`,
    );
    this.addSql(
      `alter table "invoices" add constraint "invoices_total_check" check (total_paise = taxable_paise + cgst_paise + sgst_paise + igst_paise);`,
    );
    this.addSql(
      `alter table "invoices" add constraint "invoices_tax_check" check (igst_paise = 0 or (cgst_paise = 0 and sgst_paise = 0));`,
    );
    this.addSql(
      `alter table "invoices" add constraint "invoices_original_check" check ((kind = 'credit_note') = (original_id is not null));`,
    );
    this.addSql(
      `alter table "invoices" add constraint "invoices_kind_check" check ("kind" in ('invoice', 'credit_note'));`,
    );

    // An invoice is never changed and never goes. Erasing a customer empties two fields, where the law does not want them kept.
    this.addSql(`
      create function invoices_keep() returns trigger language plpgsql as $$
      declare
        erased invoices%rowtype;
      begin
        if tg_op = 'UPDATE' then
          erased := old;
          erased.buyer_name := '';
          erased.buyer_address := '';
          erased.updated_at := new.updated_at;
          if new is not distinct from erased then
            return new;
          end if;
        end if;
        raise exception 'An invoice is never changed.' using errcode = 'restrict_violation';
      end $$;`);
    this.addSql(`
      do $$
      begin
        execute format('alter function invoices_keep() set search_path = pg_catalog, %I, pg_temp', current_schema());
      end $$;`);
    this.addSql(`
      create trigger invoices_keep before update or delete on invoices
      for each row execute function invoices_keep();`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "invoices", "invoice_counters" cascade;`);
    this.addSql(`drop function if exists invoices_keep();`);
  }
}
