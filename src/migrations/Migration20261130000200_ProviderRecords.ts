// What staff keep of a provider: limits of work, documents, leave. And nobody is planned twice for the same minute any more.
import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000200_ProviderRecords extends Migration {
  override name = 'Migration20261130000200_ProviderRecords';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "provider_documents" ("id" uuid not null, "provider_id" uuid not null, "kind" text not null, "number_end" varchar(4) not null, "valid_until" date null, "noticed_for" date null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "provider_documents_validity_index" on "provider_documents" ("valid_until", "id");`,
    );
    this.addSql(
      `alter table "provider_documents" add constraint "provider_documents_kind_unique" unique ("provider_id", "kind");`,
    );

    this.addSql(
      `create table "provider_leaves" ("id" uuid not null, "provider_id" uuid not null, "first_day" date not null, "last_day" date not null, "kind" text not null, "reason" varchar(120) not null default '', "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "provider_leaves_provider_index" on "provider_leaves" ("provider_id", "first_day");`,
    );

    this.addSql(
      `alter table "providers" add "weekly_max_minutes" int not null default 2880, add "min_rest_minutes" int not null default 600, add "documents_valid_until" date null, add "version" int not null default 1;`,
    );
    // Whoever has been planned for more than is allowed by default keeps their week until staff set it right.
    this.addSql(`update providers set weekly_max_minutes = planned.minutes from (
        select provider_id, max(minutes) as minutes from (
          select d.provider_id, d.day, sum(s.to_minute - s.from_minute)::int as minutes
          from (select distinct provider_id, valid_from as day from shifts) d
          join shifts s on s.provider_id = d.provider_id and s.valid_from <= d.day and (s.valid_until is null or s.valid_until >= d.day)
          group by d.provider_id, d.day
        ) weeks group by provider_id
      ) planned where planned.provider_id = providers.id and planned.minutes > weekly_max_minutes and planned.minutes <= 10080;`);
    this.addSql(`create index "providers_name_index" on "providers" ("name", "id");`);
    this.addSql(`create index "providers_documents_index" on "providers" ("documents_valid_until", "id");`);
    this.addSql(
      `alter table "providers" add constraint "providers_work_check" check (weekly_max_minutes >= 0 and weekly_max_minutes <= 10080 and min_rest_minutes >= 0 and min_rest_minutes <= 1440);`,
    );

    // Until now nothing kept shifts apart. Where two of one weekday overlap, all of that weekday are cut into the stretches of days between
    // which nothing changes, and on each the minutes are joined: slots are the same as before.
    this.addSql(`with clashing as (
        select distinct a.provider_id, a.weekday from shifts a join shifts b on a.provider_id = b.provider_id and a.weekday = b.weekday
          and a.id < b.id and int4range(a.from_minute, a.to_minute) && int4range(b.from_minute, b.to_minute)
          and daterange(a.valid_from, a.valid_until, '[]') && daterange(b.valid_from, b.valid_until, '[]')
      ), bounds as (
        select provider_id, weekday, valid_from as day from shifts join clashing using (provider_id, weekday)
        union select provider_id, weekday, valid_until + 1 from shifts join clashing using (provider_id, weekday) where valid_until is not null
      ), pieces as (
        select provider_id, weekday, day as first_day, lead(day) over (partition by provider_id, weekday order by day) - 1 as last_day from bounds
      ), joined as (
        select provider_id, weekday, first_day, last_day, min(s.created_at) as created_at,
          unnest(range_agg(int4range(s.from_minute, s.to_minute))) as minutes
        from pieces join shifts s using (provider_id, weekday)
        where daterange(s.valid_from, s.valid_until, '[]') && daterange(first_day, last_day, '[]')
        group by provider_id, weekday, first_day, last_day
      ), cleared as (
        delete from shifts using clashing where shifts.provider_id = clashing.provider_id and shifts.weekday = clashing.weekday
      )
      insert into shifts (id, provider_id, weekday, from_minute, to_minute, valid_from, valid_until, created_at, updated_at)
      select gen_random_uuid(), provider_id, weekday, lower(minutes), upper(minutes), first_day, last_day, created_at, now() from joined;`);
    this.addSql(
      `alter table "shifts" add constraint "shifts_apart" exclude using gist (provider_id with =, weekday with =, int4range(from_minute, to_minute) with &&, daterange(valid_from, valid_until, '[]') with &&);`,
    );

    // The same for exceptions, which are of one day.
    this.addSql(`with clashing as (
        select distinct a.provider_id, a.day, a.kind from shift_exceptions a
        join shift_exceptions b on a.provider_id = b.provider_id and a.day = b.day and a.kind = b.kind
          and a.id < b.id and int4range(a.from_minute, a.to_minute) && int4range(b.from_minute, b.to_minute)
      ), joined as (
        select provider_id, day, kind, min(reason) as reason, min(created_at) as created_at,
          unnest(range_agg(int4range(from_minute, to_minute))) as minutes
        from shift_exceptions join clashing using (provider_id, day, kind) group by provider_id, day, kind
      ), cleared as (
        delete from shift_exceptions e using clashing c where e.provider_id = c.provider_id and e.day = c.day and e.kind = c.kind
      )
      insert into shift_exceptions (id, provider_id, day, kind, from_minute, to_minute, reason, created_at, updated_at)
      select gen_random_uuid(), provider_id, day, kind, lower(minutes), upper(minutes), reason, created_at, now() from joined;`);
    this.addSql(
      `alter table "shift_exceptions" add constraint "shift_exceptions_apart" exclude using gist (provider_id with =, day with =, kind with =, int4range(from_minute, to_minute) with &&);`,
    );

    this.addSql(
      `alter table "provider_documents" add constraint "provider_documents_provider_id_foreign" foreign key ("provider_id") references "providers" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "provider_documents" add constraint "provider_documents_number_check" check (char_length(number_end) <= 4);`,
    );
    this.addSql(
      `alter table "provider_documents" add constraint "provider_documents_kind_check" check ("kind" in ('identity', 'police_verification', 'trade_licence', 'insurance'));`,
    );

    this.addSql(
      `alter table "provider_leaves" add constraint "provider_leaves_provider_id_foreign" foreign key ("provider_id") references "providers" ("id");`,
    );
    this.addSql(
      `alter table "provider_leaves" add constraint "provider_leaves_days_check" check (last_day >= first_day and last_day - first_day < 366);`,
    );
    this.addSql(
      `alter table "provider_leaves" add constraint "provider_leaves_apart" exclude using gist (provider_id with =, daterange(first_day, last_day, '[]') with &&);`,
    );
    this.addSql(
      `alter table "provider_leaves" add constraint "provider_leaves_kind_check" check ("kind" in ('annual', 'sick', 'unpaid', 'training', 'other'));`,
    );
  }
}
