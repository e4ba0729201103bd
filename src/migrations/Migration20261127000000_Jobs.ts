import { Migration } from '@mikro-orm/migrations';

export class Migration20261127000000_Jobs extends Migration {
  override name = 'Migration20261127000000_Jobs';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "jobs" ("id" uuid not null, "position" bigserial, "type" varchar(60) not null, "owner_kind" text not null, "owner_id" varchar(80) not null, "subject_type" varchar(32) null, "subject_id" varchar(80) null, "status" text not null default 'queued', "cost" text not null, "priority" smallint not null default 5, "input" jsonb not null, "result" jsonb null, "error" jsonb null, "progress" smallint not null default 0, "progress_step" varchar(80) null, "progress_message" varchar(300) null, "attempt" smallint not null default 0, "max_attempts" smallint not null default 1, "losses" smallint not null default 0, "run_at" timestamptz not null, "order_at" timestamptz not null, "expires_at" timestamptz null, "handed_at" timestamptz null, "delivery" int not null default 0, "worker_id" uuid null, "run_id" uuid null, "cancel_requested_at" timestamptz null, "sequence_key" varchar(200) null, "debounce_key" varchar(120) null, "unique_key" varchar(200) null, "tags" text[] not null default '{}', "fingerprint" char(64) null, "cached_until" timestamptz null, "cached_from" uuid null, "replay_of" uuid null, "replayed_as" uuid null, "correlation_id" varchar(64) null, "started_at" timestamptz null, "finished_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "jobs_owner_index" on "jobs" ("owner_id", "id");`);
    this.addSql(`create index "jobs_type_index" on "jobs" ("type", "id");`);
    this.addSql(
      `create index "jobs_subject_index" on public.jobs ("subject_id", "id") where subject_id is not null;`,
    );
    this.addSql(`create index "jobs_tags_index" on public.jobs using gin ("tags") where tags <> '{}';`);
    this.addSql(
      `create unique index "jobs_unique_key_unique" on public.jobs ("unique_key") where unique_key is not null;`,
    );
    this.addSql(
      `create index "jobs_due_index" on public.jobs ("cost", "order_at", "position") where status = 'queued' and handed_at is null;`,
    );
    this.addSql(
      `create index "jobs_handed_index" on public.jobs ("cost", "handed_at") where status = 'queued' and handed_at is not null;`,
    );
    this.addSql(`create index "jobs_worker_index" on public.jobs ("worker_id") where status = 'processing';`);
    this.addSql(
      `create index "jobs_expiry_index" on public.jobs ("expires_at") where status = 'queued' and expires_at is not null;`,
    );
    this.addSql(
      `create index "jobs_line_index" on public.jobs ("owner_id", "cost", "order_at") where status = 'queued';`,
    );
    this.addSql(
      `create index "jobs_sequence_index" on public.jobs ("sequence_key", "position") where status in ('queued', 'processing');`,
    );
    this.addSql(
      `create unique index "jobs_debounce_unique" on public.jobs ("type", "owner_id", "debounce_key") where status = 'queued' and handed_at is null and debounce_key is not null;`,
    );
    this.addSql(
      `create index "jobs_finished_index" on public.jobs ("finished_at") where finished_at is not null;`,
    );
    this.addSql(
      `create index "jobs_cache_index" on public.jobs ("fingerprint", "cached_until") where cached_until is not null;`,
    );

    this.addSql(
      `create table "job_attempts" ("job_id" uuid not null, "run_id" uuid not null, "number" smallint not null, "worker_id" uuid null, "outcome" text not null, "error" jsonb null, "started_at" timestamptz not null, "finished_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("job_id", "run_id"));`,
    );

    this.addSql(
      `create table "job_workers" ("id" uuid not null, "host" varchar(120) not null, "pid" int not null, "started_at" timestamptz not null, "seen_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "job_workers_seen_at_index" on "job_workers" ("seen_at");`);

    this.addSql(
      `create table "outbox_events" ("id" uuid not null, "position" bigserial, "type" varchar(60) not null, "aggregate_type" varchar(32) not null, "aggregate_id" varchar(80) not null, "data" jsonb not null, "at" timestamptz not null, "correlation_id" varchar(64) null, "relayed_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "outbox_events_aggregate_index" on "outbox_events" ("aggregate_type", "aggregate_id", "position");`,
    );
    this.addSql(`create index "outbox_events_time_index" on "outbox_events" ("at", "id");`);
    this.addSql(
      `create index "outbox_events_waiting_index" on public.outbox_events ("position") where relayed_at is null;`,
    );

    this.addSql(
      `create table "stream_entries" ("position" bigserial primary key, "stream" varchar(120) not null, "type" varchar(60) not null, "data" jsonb not null, "at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now());`,
    );
    this.addSql(`create index "stream_entries_stream_index" on "stream_entries" ("stream", "position");`);

    this.addSql(
      `alter table "jobs" add constraint "jobs_priority_check" check (priority >= 0 and priority <= 9);`,
    );
    this.addSql(
      `alter table "jobs" add constraint "jobs_progress_check" check (progress >= 0 and progress <= 100);`,
    );
    this.addSql(
      `alter table "jobs" add constraint "jobs_attempts_check" check (attempt >= 0 and max_attempts >= 1);`,
    );
    this.addSql(
      `alter table "jobs" add constraint "jobs_finished_check" check ((status in ('completed', 'failed', 'cancelled')) = (finished_at is not null));`,
    );
    this.addSql(
      `alter table "jobs" add constraint "jobs_processing_check" check ((status = 'processing') = (run_id is not null));`,
    );
    this.addSql(
      `alter table "jobs" add constraint "jobs_owner_kind_check" check ("owner_kind" in ('customer', 'staff', 'system'));`,
    );
    this.addSql(
      `alter table "jobs" add constraint "jobs_status_check" check ("status" in ('queued', 'processing', 'completed', 'failed', 'cancelled'));`,
    );
    this.addSql(
      `alter table "jobs" add constraint "jobs_cost_check" check ("cost" in ('light', 'standard', 'heavy'));`,
    );

    this.addSql(
      `alter table "job_attempts" add constraint "job_attempts_job_id_foreign" foreign key ("job_id") references "jobs" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "job_attempts" add constraint "job_attempts_outcome_check" check ("outcome" in ('failed', 'cancelled', 'lost', 'returned'));`,
    );

    // Rows that change state some times a second: without this their dead versions are what most of a scan goes through.
    for (const table of ['jobs', 'stream_entries', 'outbox_events'])
      this.addSql(
        `alter table ${table} set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);`,
      );

    // Who follows a stream is woken when something was added to it: the names, as long as they fit into a signal, else a star.
    this.addSql(`create function stream_entries_tell() returns trigger language plpgsql as $$
      declare names text;
      begin
        select string_agg(distinct stream, ',') into names from added;
        if names is not null then
          perform pg_notify('streams', case when length(names) < 7900 then names else '*' end);
        end if;
        return null;
      end $$;`);
    this.addSql(`create trigger stream_entries_tell after insert on stream_entries
      referencing new table as added for each statement execute function stream_entries_tell();`);
    // The relay is woken when there is something to hand on.
    this.addSql(`create function outbox_events_tell() returns trigger language plpgsql as $$
      begin
        perform pg_notify('outbox', '');
        return null;
      end $$;`);
    this.addSql(`create trigger outbox_events_tell after insert on outbox_events
      for each statement execute function outbox_events_tell();`);
  }

  override down(): void | Promise<void> {
    for (const table of ['job_attempts', 'jobs', 'job_workers', 'outbox_events', 'stream_entries'])
      this.addSql(`drop table if exists "${table}" cascade;`);
    this.addSql('drop function if exists stream_entries_tell, outbox_events_tell;');
  }
}
