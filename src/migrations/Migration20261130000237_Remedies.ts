import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000237_Remedies extends Migration {
  override name = 'Migration20261130000237_Remedies';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "remedies" ("id" uuid not null, "complaint_id" uuid not null, "customer_id" uuid not null, "booking_id" uuid null, "incident_id" uuid null, "kind" text not null, "status" text not null default 'proposed', "amount_paise" int not null default 0, "refund_as" text null, "starts_at" timestamptz null, "provider_id" uuid null, "reason" varchar(300) not null, "resolves" boolean not null default false, "needs_approval" boolean not null default false, "proposed_by_id" uuid not null, "decided_by_id" uuid null, "decided_at" timestamptz null, "decision_reason" varchar(300) not null default '', "done_at" timestamptz null, "ledger_entry_id" uuid null, "revisit_id" uuid null, "failure_code" varchar(60) null, "failure_detail" varchar(300) null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "remedies_customer_id_index" on "remedies" ("customer_id");`);
    this.addSql(`create index "remedies_booking_id_index" on "remedies" ("booking_id");`);
    this.addSql(`create index "remedies_complaint_index" on "remedies" ("complaint_id", "id");`);
    this.addSql(`create index "remedies_status_time_index" on "remedies" ("status", "created_at", "id");`);
    this.addSql(`create index "remedies_created_at_index" on "remedies" ("created_at", "id");`);

    this.addSql(
      `alter table "remedies" add constraint "remedies_complaint_id_foreign" foreign key ("complaint_id") references "complaints" ("id");`,
    );
    this.addSql(
      `alter table "remedies" add constraint "remedies_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "remedies" add constraint "remedies_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "remedies" add constraint "remedies_proposed_by_id_foreign" foreign key ("proposed_by_id") references "staff" ("id");`,
    );
    this.addSql(
      `alter table "remedies" add constraint "remedies_decided_by_id_foreign" foreign key ("decided_by_id") references "staff" ("id") on delete restrict;`,
    );
    this.addSql(
      `alter table "remedies" add constraint "remedies_amount_check" check ((kind in ('refund', 'credit')) = (amount_paise > 0) and amount_paise >= 0);`,
    );
    this.addSql(
      `alter table "remedies" add constraint "remedies_way_check" check ((kind = 'refund') = (refund_as is not null));`,
    );
    this.addSql(
      `alter table "remedies" add constraint "remedies_decided_check" check ((status = 'proposed') = (decided_by_id is null) and (needs_approval = false or decided_by_id <> proposed_by_id));`,
    );
    this.addSql(
      `alter table "remedies" add constraint "remedies_failed_check" check ((status = 'failed') = (failure_code is not null));`,
    );
    this.addSql(
      `alter table "remedies" add constraint "remedies_done_check" check ((status = 'done') = (done_at is not null));`,
    );
    this.addSql(
      `alter table "remedies" add constraint "remedies_kind_check" check ("kind" in ('refund', 'credit', 'revisit', 'apology'));`,
    );
    this.addSql(
      `alter table "remedies" add constraint "remedies_status_check" check ("status" in ('proposed', 'approved', 'rejected', 'done', 'failed'));`,
    );
    this.addSql(
      `alter table "remedies" add constraint "remedies_refund_as_check" check ("refund_as" in ('money', 'credit'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "remedies" cascade;`);
  }
}
