import { Migration } from '@mikro-orm/migrations';

/** A day of the handbook: "apart from critical cases, times count between 8 am and 9 pm". */
const dayMinutes = 13 * 60;
const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  intervals: [{ fromMinute: 8 * 60, toMinute: 21 * 60 }],
}));

const rule = (
  severity: string,
  { answer, solution, counting = 'working' }: { answer: number; solution: number; counting?: string },
  atRisk: number,
) => {
  const answered = { minutes: answer, counting, pausedBy: [], atRiskMinutes: atRisk };
  return {
    id: severity,
    when: { categories: null, severities: [severity], customerTiers: null },
    firstResponse: answered,
    nextResponse: answered,
    resolution: { minutes: solution, counting, pausedBy: ['customer'], atRiskMinutes: 120 },
  };
};
const low = rule('low', { answer: 2 * dayMinutes, solution: 10 * dayMinutes }, 120);

/** What every installation begins with: the times of the handbook. src/sla/handbook.spec.ts holds its figures against them. */
export const firstCalendarTerms = { timeZone: 'Asia/Kolkata', week: everyDay, holidays: [] };
export const firstSlaRules = [
  rule('critical', { answer: 30, solution: 24 * 60, counting: 'around_the_clock' }, 10),
  rule('high', { answer: 4 * 60, solution: 2 * dayMinutes }, 60),
  rule('medium', { answer: dayMinutes, solution: 5 * dayMinutes }, 120),
  // The last rule holds for whatever comes.
  { ...low, when: { ...low.when, severities: null } },
];

const columns = `"number" int not null, "status" text not null default 'draft', "note" varchar(500) not null, "valid_from" timestamptz null, "retired_at" timestamptz null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now()`;
const tables = ['business_calendars', 'sla_policies'];
const quoted = (value: unknown): string => `'${JSON.stringify(value).replaceAll(`'`, `''`)}'`;
const always = '2000-01-01T00:00:00Z';
const note = 'The times of the handbook.';

export class Migration20261130000230_SlaVersions extends Migration {
  override name = 'Migration20261130000230_SlaVersions';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "business_calendars" (${columns}, "city_id" uuid null, "time_zone" varchar(60) not null, "week" jsonb not null, "holidays" jsonb not null, primary key ("number"));`,
    );
    this.addSql(`create index "business_calendars_city_id_index" on "business_calendars" ("city_id");`);
    this.addSql(
      `alter table "business_calendars" add constraint "business_calendars_city_id_foreign" foreign key ("city_id") references "cities" ("id") on delete restrict;`,
    );
    this.addSql(`create table "sla_policies" (${columns}, "rules" jsonb not null, primary key ("number"));`);
    for (const table of tables) {
      const check = (name: string, expression: string): void =>
        this.addSql(`alter table "${table}" add constraint "${table}_${name}_check" check (${expression});`);
      check('number', 'number >= 1');
      check('published', `(status = 'draft') = (valid_from is null)`);
      check('retired', `(status = 'retired') = (retired_at is not null)`);
      check('status', `"status" in ('draft', 'published', 'retired')`);
    }
    this.keep();
    this.addSql(
      `insert into "business_calendars" ("number", "status", "note", "time_zone", "week", "holidays", "valid_from", "created_at", "updated_at") values (1, 'published', '${note}', '${firstCalendarTerms.timeZone}', ${quoted(firstCalendarTerms.week)}, '[]', '${always}', '${always}', '${always}');`,
    );
    this.addSql(
      `insert into "sla_policies" ("number", "status", "note", "rules", "valid_from", "created_at", "updated_at") values (1, 'published', '${note}', ${quoted(firstSlaRules)}, '${always}', '${always}', '${always}');`,
    );
  }

  override down(): void | Promise<void> {
    for (const table of tables) this.addSql(`drop table if exists "${table}" cascade;`);
    this.addSql(`drop function if exists sla_versions_keep();`);
  }

  /** What was published is never edited and never goes: cases were measured by it. It may be retired, once. */
  private keep(): void {
    this.addSql(`
      create function sla_versions_keep() returns trigger language plpgsql as $$
      declare
        mutable constant text[] := array['status', 'retired_at', 'version', 'updated_at'];
      begin
        if old.status = 'draft' then
          if tg_op = 'DELETE' then return old; end if;
          return new;
        end if;
        if tg_op = 'UPDATE' and old.status = 'published' and new.status = 'retired'
           and to_jsonb(new) - mutable = to_jsonb(old) - mutable then
          return new;
        end if;
        raise exception 'A published version is never changed.' using errcode = 'restrict_violation';
      end $$;`);
    this.addSql(`
      do $$
      begin
        execute format('alter function sla_versions_keep() set search_path = pg_catalog, %I, pg_temp', current_schema());
      end $$;`);
    for (const table of tables)
      this.addSql(
        `create trigger ${table}_keep before update or delete on ${table} for each row execute function sla_versions_keep();`,
      );
  }
}
