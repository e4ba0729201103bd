import { Migration } from '@mikro-orm/migrations';

const ownFunctions = ['ledger_keep', 'ledger_check_entry', 'ledger_count_line'];

/**
 * The books. That the lines of an entry add up to nothing is checked when the transaction commits; that entries are only added, at once. The
 * sums of each subject and the credit of each customer are kept by a trigger, and checks on those sums are what makes a refund beyond
 * what was paid impossible, whoever writes.
 */
export class Migration20261130000191_Ledger extends Migration {
  override name = 'Migration20261130000191_Ledger';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "credit_balances" ("customer_id" uuid not null, "balance_paise" int not null default 0, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("customer_id"));`,
    );
    this.addSql(
      `create table "ledger_entries" ("id" uuid not null, "kind" text not null, "subject_type" text not null, "subject_id" uuid not null, "customer_id" uuid null, "effect_key" varchar(160) not null, "method" text null, "reference" varchar(60) null, "clauses" text[] not null default '{}', "actor_kind" varchar(20) not null, "actor_id" varchar(80) not null, "at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "ledger_entries_customer_id_index" on "ledger_entries" ("customer_id");`);
    this.addSql(
      `alter table "ledger_entries" add constraint "ledger_entries_effect_key_unique" unique ("effect_key");`,
    );
    this.addSql(
      `create index "ledger_entries_subject_index" on "ledger_entries" ("subject_type", "subject_id", "at");`,
    );
    this.addSql(`create index "ledger_entries_time_index" on "ledger_entries" ("at", "id");`);
    this.addSql(
      `create table "ledger_lines" ("id" uuid not null, "entry_id" uuid not null, "position" smallint not null, "account" text not null, "party" uuid null, "amount_paise" int not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "ledger_lines_account_index" on "ledger_lines" ("account", "party");`);
    this.addSql(
      `alter table "ledger_lines" add constraint "ledger_lines_position_unique" unique ("entry_id", "position");`,
    );
    this.addSql(
      `create table "ledger_subjects" ("type" text not null, "id" uuid not null, "owed_paise" int not null default 0, "paid_paise" int not null default 0, "paid_credit_paise" int not null default 0, "refunded_paise" int not null default 0, "refunded_credit_paise" int not null default 0, "charged_paise" int not null default 0, "charged_tax_paise" int not null default 0, "returned_paise" int not null default 0, "returned_tax_paise" int not null default 0, "fees_paise" int not null default 0, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("type", "id"));`,
    );
    this.addSql(
      `alter table "credit_balances" add constraint "credit_balances_customer_id_foreign" foreign key ("customer_id") references "customers" ("id") on update restrict on delete restrict;`,
    );
    this.addSql(
      `alter table "credit_balances" add constraint "credit_balances_check" check (balance_paise >= 0);`,
    );
    this.addSql(
      `alter table "ledger_entries" add constraint "ledger_entries_customer_id_foreign" foreign key ("customer_id") references "customers" ("id") on delete restrict;`,
    );
    this.addSql(
      `alter table "ledger_entries" add constraint "ledger_entries_kind_check" check ("kind" in ('charge', 'payment', 'fee', 'refund', 'goodwill', 'credit', 'payout'));`,
    );
    this.addSql(
      `alter table "ledger_entries" add constraint "ledger_entries_subject_type_check" check ("subject_type" in ('booking', 'customer', 'provider'));`,
    );
    this.addSql(
      `alter table "ledger_entries" add constraint "ledger_entries_method_check" check ("method" in ('cash', 'upi', 'card', 'bank_transfer', 'gateway', 'before_ledger'));`,
    );
    this.addSql(
      `alter table "ledger_lines" add constraint "ledger_lines_entry_id_foreign" foreign key ("entry_id") references "ledger_entries" ("id");`,
    );
    this.addSql(
      `alter table "ledger_lines" add constraint "ledger_lines_amount_check" check (amount_paise <> 0);`,
    );
    this.addSql(
      `alter table "ledger_lines" add constraint "ledger_lines_account_check" check ("account" in ('customer_receivable', 'customer_credit', 'provider_payable', 'revenue', 'tax_payable', 'refunds', 'goodwill', 'cash'));`,
    );
    this.addSql(
      `alter table "ledger_subjects" add constraint "ledger_subjects_refund_check" check (refunded_paise >= 0 and refunded_credit_paise >= 0 and refunded_paise <= paid_paise and refunded_paise + refunded_credit_paise <= paid_paise + paid_credit_paise);`,
    );
    this.addSql(
      `alter table "ledger_subjects" add constraint "ledger_subjects_type_check" check ("type" in ('booking', 'customer', 'provider'));`,
    );

    this.addSql(`
      create function ledger_keep() returns trigger language plpgsql as $$
      begin
        raise exception 'The ledger can only be added to.' using errcode = 'restrict_violation';
      end $$;`);

    // Of an entry and of a line alike: a line that is added later is looked at as well.
    this.addSql(`
      create function ledger_check_entry() returns trigger language plpgsql as $$
      declare
        wanted uuid;
        total bigint;
        lines int;
      begin
        if tg_table_name = 'ledger_entries' then wanted := new.id; else wanted := new.entry_id; end if;
        select coalesce(sum(amount_paise), 0), count(*) into total, lines from ledger_lines where entry_id = wanted;
        if total <> 0 or lines < 2 then
          raise exception 'The lines of ledger entry % add up to % paise, not to nothing.', wanted, total using errcode = 'check_violation', constraint = 'ledger_entries_balance_check';
        end if;
        return null;
      end $$;`);

    this.addSql(`
      create function ledger_count_line() returns trigger language plpgsql as $$
      declare
        entry ledger_entries%rowtype;
        owed int := 0;
        paid int := 0;
        paid_credit int := 0;
        refunded int := 0;
        refunded_credit int := 0;
        charged int := 0;
        charged_tax int := 0;
        returned int := 0;
        returned_tax int := 0;
        fees int := 0;
      begin
        select * into strict entry from ledger_entries where id = new.entry_id;
        if new.account = 'customer_receivable' then
          owed := new.amount_paise;
          if entry.kind = 'charge' then charged := new.amount_paise; end if;
          if entry.kind = 'fee' then fees := new.amount_paise; end if;
        end if;
        if new.account = 'cash' and entry.kind = 'payment' then paid := new.amount_paise; end if;
        if new.account = 'cash' and entry.kind = 'refund' then refunded := -new.amount_paise; end if;
        if new.account = 'customer_credit' and entry.kind = 'credit' then paid_credit := new.amount_paise; end if;
        if new.account = 'customer_credit' and entry.kind = 'refund' then refunded_credit := -new.amount_paise; end if;
        if new.account = 'tax_payable' and entry.kind = 'charge' then charged_tax := -new.amount_paise; end if;
        if new.account = 'tax_payable' and entry.kind = 'refund' then returned := new.amount_paise; returned_tax := new.amount_paise; end if;
        if new.account = 'refunds' and entry.kind = 'refund' then returned := new.amount_paise; end if;
        insert into ledger_subjects as sums (type, id, created_at, updated_at) values (entry.subject_type, entry.subject_id, entry.at, entry.at)
          on conflict (type, id) do nothing;
        update ledger_subjects set
          owed_paise = owed_paise + owed, paid_paise = paid_paise + paid, paid_credit_paise = paid_credit_paise + paid_credit,
          refunded_paise = refunded_paise + refunded, refunded_credit_paise = refunded_credit_paise + refunded_credit,
          charged_paise = charged_paise + charged, charged_tax_paise = charged_tax_paise + charged_tax,
          returned_paise = returned_paise + returned, returned_tax_paise = returned_tax_paise + returned_tax,
          fees_paise = fees_paise + fees, updated_at = entry.at
          where type = entry.subject_type and id = entry.subject_id;
        if new.account = 'customer_credit' then
          insert into credit_balances (customer_id, balance_paise, created_at, updated_at) values (new.party, 0, entry.at, entry.at)
            on conflict (customer_id) do nothing;
          update credit_balances set balance_paise = balance_paise - new.amount_paise, updated_at = entry.at where customer_id = new.party;
        end if;
        return null;
      end $$;`);

    // They name tables when they run: of this schema, whatever the session's search_path, and temporary tables last.
    for (const name of ownFunctions)
      this.addSql(`
      do $$
      begin
        execute format('alter function ${name}() set search_path = pg_catalog, %I, pg_temp', current_schema());
      end $$;`);

    for (const table of ['ledger_entries', 'ledger_lines']) {
      this.addSql(`
        create trigger ${table}_keep before update or delete on ${table}
        for each row execute function ledger_keep();`);
      this.addSql(`
        create constraint trigger ${table}_balance after insert on ${table}
        deferrable initially deferred for each row execute function ledger_check_entry();`);
    }
    this.addSql(`
      create trigger ledger_lines_count after insert on ledger_lines
      for each row execute function ledger_count_line();`);

    // What was completed, or cancelled for a fee, before there were books was settled at the door: opened as charged and paid.
    this.addSql(`
      create temporary table opening on commit drop as
        select b.id as booking, b.customer_id, b.provider_id, b.updated_at as at, step.kind, gen_random_uuid() as entry,
          case step.kind when 'fee' then b.cancellation_fee_paise else b.total_paise end as amount,
          (select coalesce(sum(i.amount_paise), 0) from booking_items i where i.booking_id = b.id and i.kind = 'tax') as tax, b.status
        from bookings b cross join (values ('charge'), ('fee'), ('payment')) step (kind)
        where (b.status = 'completed' and b.total_paise > 0 and step.kind in ('charge', 'payment'))
          or (b.status = 'cancelled' and b.cancellation_fee_paise > 0 and step.kind = 'fee');`);
    this.addSql(`
      insert into opening select booking, customer_id, provider_id, at, 'payment', gen_random_uuid(), amount, 0, status
      from opening where kind = 'fee';`);
    this.addSql(`
      insert into ledger_entries (id, kind, subject_type, subject_id, customer_id, effect_key, method, clauses, actor_kind, actor_id, at)
      select entry, kind, 'booking', booking, customer_id, kind || ':booking:' || booking || case kind when 'payment' then ':opening' else '' end,
        case kind when 'payment' then 'before_ledger' end, '{}', 'system', 'opening', at from opening;`);
    this.addSql(`
      insert into ledger_lines (id, entry_id, position, account, party, amount_paise)
      select gen_random_uuid(), entry, line.position, line.account, line.party, line.amount
      from opening, lateral (values
        (0, 'customer_receivable', customer_id, case kind when 'payment' then -amount else amount end),
        (1, 'cash', null::uuid, case kind when 'payment' then amount else 0 end),
        (2, 'tax_payable', null::uuid, case kind when 'charge' then -tax else 0 end),
        (3, 'revenue', null::uuid, case kind when 'charge' then tax - amount else 0 end),
        (4, 'provider_payable', provider_id, case kind when 'fee' then -amount else 0 end)
      ) as line (position, account, party, amount)
      where line.amount <> 0;`);
  }

  override down(): void | Promise<void> {
    this.addSql(
      `drop table if exists "ledger_lines", "ledger_entries", "ledger_subjects", "credit_balances" cascade;`,
    );
    for (const name of ownFunctions) this.addSql(`drop function if exists ${name}();`);
  }
}
