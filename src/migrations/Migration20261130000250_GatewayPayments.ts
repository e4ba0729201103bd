import { Migration } from '@mikro-orm/migrations';

/** What goes through a payment gateway, and what is asked of it; credit that runs out is an entry of its own kind. */
export class Migration20261130000250_GatewayPayments extends Migration {
  override name = 'Migration20261130000250_GatewayPayments';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "payments" ("id" uuid not null, "subject_type" text not null, "subject_id" uuid not null, "customer_id" uuid not null, "gateway" text not null, "mode" text not null, "amount_paise" int not null, "status" text not null default 'created', "reference" varchar(60) null, "method" text not null default 'gateway', "checkout_url" varchar(1000) null, "captured_paise" int not null default 0, "refunded_paise" int not null default 0, "failure_code" varchar(60) null, "revision" int not null default 0, "check_at" timestamptz null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "payments_customer_id_index" on "payments" ("customer_id");`);
    this.addSql(
      `create unique index "payments_reference_unique" on "payments" ("gateway", "reference") where gateway <> 'offline';`,
    );
    this.addSql(
      `create index "payments_subject_index" on "payments" ("subject_type", "subject_id", "created_at");`,
    );
    this.addSql(
      `create unique index "payments_open_unique" on "payments" ("subject_type", "subject_id") where status in ('created', 'authorised');`,
    );
    this.addSql(`create index "payments_check_index" on "payments" ("check_at") where check_at is not null;`);

    this.addSql(
      `create table "payment_operations" ("id" uuid not null, "payment_id" uuid not null, "kind" text not null, "amount_paise" int not null, "status" text not null default 'pending', "attempts" smallint not null default 0, "due_at" timestamptz null, "failure_code" varchar(60) null, "entry_id" uuid null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "payment_operations_payment_id_index" on "payment_operations" ("payment_id");`);
    this.addSql(
      `create unique index "payment_operations_once_unique" on "payment_operations" ("payment_id", "kind") where kind <> 'refund' and status <> 'failed';`,
    );
    this.addSql(
      `create index "payment_operations_due_index" on "payment_operations" ("due_at") where due_at is not null;`,
    );

    // Of a database that is brought here from before there were books, the entries that open them are still to be checked, in this transaction.
    this.addSql(`set constraints all immediate;`);
    this.addSql(`alter table "ledger_entries" drop constraint "ledger_entries_kind_check";`);
    this.addSql(
      `alter table "ledger_entries" add constraint "ledger_entries_kind_check" check ("kind" in ('charge', 'payment', 'fee', 'refund', 'goodwill', 'credit', 'payout', 'expiry'));`,
    );

    this.addSql(`alter table "ledger_lines" drop constraint "ledger_lines_account_check";`);
    this.addSql(
      `alter table "ledger_lines" add constraint "ledger_lines_account_check" check ("account" in ('customer_receivable', 'customer_credit', 'provider_payable', 'revenue', 'tax_payable', 'refunds', 'goodwill', 'expired_credit', 'cash'));`,
    );

    this.addSql(`set constraints all deferred;`);

    this.addSql(
      `alter table "payments" add constraint "payments_customer_id_foreign" foreign key ("customer_id") references "customers" ("id") on delete restrict;`,
    );
    this.addSql(`alter table "payments" add constraint "payments_amount_check" check (amount_paise > 0);`);
    this.addSql(
      `alter table "payments" add constraint "payments_captured_check" check (captured_paise >= 0 and captured_paise <= amount_paise);`,
    );
    this.addSql(
      `alter table "payments" add constraint "payments_refunded_check" check (refunded_paise >= 0 and refunded_paise <= captured_paise);`,
    );
    this.addSql(
      `alter table "payments" add constraint "payments_status_money_check" check ((captured_paise > 0) = (status in ('captured', 'partly_refunded', 'refunded')) and (status = 'refunded') = (captured_paise > 0 and refunded_paise = captured_paise));`,
    );
    this.addSql(
      `alter table "payments" add constraint "payments_subject_type_check" check ("subject_type" in ('booking', 'customer', 'provider'));`,
    );
    this.addSql(
      `alter table "payments" add constraint "payments_gateway_check" check ("gateway" in ('offline', 'rest'));`,
    );
    this.addSql(
      `alter table "payments" add constraint "payments_mode_check" check ("mode" in ('now', 'after_service'));`,
    );
    this.addSql(
      `alter table "payments" add constraint "payments_status_check" check ("status" in ('created', 'authorised', 'captured', 'partly_refunded', 'refunded', 'cancelled', 'failed'));`,
    );
    this.addSql(
      `alter table "payments" add constraint "payments_method_check" check ("method" in ('cash', 'upi', 'card', 'bank_transfer', 'gateway', 'before_ledger'));`,
    );

    this.addSql(
      `alter table "payment_operations" add constraint "payment_operations_payment_id_foreign" foreign key ("payment_id") references "payments" ("id");`,
    );
    this.addSql(
      `alter table "payment_operations" add constraint "payment_operations_amount_check" check (amount_paise > 0);`,
    );
    this.addSql(
      `alter table "payment_operations" add constraint "payment_operations_due_check" check ((status = 'pending') = (due_at is not null));`,
    );
    this.addSql(
      `alter table "payment_operations" add constraint "payment_operations_kind_check" check ("kind" in ('authorise', 'capture', 'cancel', 'refund'));`,
    );
    this.addSql(
      `alter table "payment_operations" add constraint "payment_operations_status_check" check ("status" in ('pending', 'succeeded', 'failed'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "payment_operations", "payments" cascade;`);
    this.addSql(`alter table "ledger_entries" drop constraint "ledger_entries_kind_check";`);
    this.addSql(
      `alter table "ledger_entries" add constraint "ledger_entries_kind_check" check ("kind" in ('charge', 'payment', 'fee', 'refund', 'goodwill', 'credit', 'payout')) not valid;`,
    );
    this.addSql(`alter table "ledger_lines" drop constraint "ledger_lines_account_check";`);
    this.addSql(
      `alter table "ledger_lines" add constraint "ledger_lines_account_check" check ("account" in ('customer_receivable', 'customer_credit', 'provider_payable', 'revenue', 'tax_payable', 'refunds', 'goodwill', 'cash')) not valid;`,
    );
  }
}
