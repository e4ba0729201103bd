import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000090_Callbacks extends Migration {
  override name = 'Migration20261130000090_Callbacks';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "callback_requests" ("id" uuid not null, "reference" varchar(12) not null, "customer_id" uuid not null, "conversation_id" uuid null, "about" varchar(500) not null, "window_from" timestamptz null, "window_to" timestamptz null, "status" text not null default 'open', "closed_at" timestamptz null, "done_by_id" uuid null, "request_key" varchar(80) null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "callback_requests" add constraint "callback_requests_reference_unique" unique ("reference");`,
    );
    this.addSql(
      `create index "callback_requests_conversation_id_index" on "callback_requests" ("conversation_id");`,
    );
    this.addSql(`create index "callback_requests_done_by_id_index" on "callback_requests" ("done_by_id");`);
    this.addSql(
      `create index "callback_requests_customer_time_index" on "callback_requests" ("customer_id", "created_at", "id");`,
    );
    this.addSql(`create index "callback_requests_time_index" on "callback_requests" ("created_at", "id");`);
    this.addSql(
      `create unique index "callback_requests_open_unique" on public.callback_requests ("customer_id", coalesce("window_from", 'infinity'), coalesce("window_to", 'infinity')) where status = 'open';`,
    );

    this.addSql(
      `alter table "callback_requests" add constraint "callback_requests_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "callback_requests" add constraint "callback_requests_conversation_id_foreign" foreign key ("conversation_id") references "conversations" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "callback_requests" add constraint "callback_requests_done_by_id_foreign" foreign key ("done_by_id") references "staff" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "callback_requests" add constraint "callback_requests_window_check" check ((window_from is null) = (window_to is null) and window_from < window_to);`,
    );
    this.addSql(
      `alter table "callback_requests" add constraint "callback_requests_closed_check" check ((status = 'open') = (closed_at is null));`,
    );
    this.addSql(
      `alter table "callback_requests" add constraint "callback_requests_status_check" check ("status" in ('open', 'done', 'cancelled'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "callback_requests" cascade;`);
  }
}
