import { Migration } from '@mikro-orm/migrations';

const anytime = { isEnRoute: null, hoursBeforeStart: null, daysAfterVisit: null };
const nothing = { sharePercent: 0, fixedPaise: 0, capPaise: null };
const everything = { ...nothing, sharePercent: 100 };
const clause = (id: string, kind: string, en: string, hi: string, more: object = {}) => ({
  id,
  kind,
  text: { en, hi },
  when: anytime,
  amount: nothing,
  countsAsCancellation: false,
  ...more,
});

/**
 * The policies that every installation begins with: what the code and the handbook said until now, word for word where a word was shown to
 * customers. src/policies/handbook.spec.ts holds the figures of the handbook against them.
 */
export const firstPolicyClauses = [
  clause(
    'CAN-3',
    'cancellation',
    'The professional has set out: 50 % of the price, at most ₹500.',
    'प्रोफ़ेशनल निकल चुके हैं: कीमत का 50 %, ज़्यादा से ज़्यादा ₹500।',
    {
      when: { ...anytime, isEnRoute: true },
      amount: { sharePercent: 50, fixedPaise: 0, capPaise: 500_00 },
    },
  ),
  clause('CAN-1', 'cancellation', 'Free until 4 hours before the visit.', 'विज़िट से 4 घंटे पहले तक मुफ़्त।', {
    when: { ...anytime, hoursBeforeStart: 4 },
  }),
  clause(
    'CAN-2',
    'cancellation',
    'Less than 4 hours before the visit: 20 % of the price, at most ₹300.',
    'विज़िट से पहले 4 घंटे से कम: कीमत का 20 %, ज़्यादा से ज़्यादा ₹300।',
    { amount: { sharePercent: 20, fixedPaise: 0, capPaise: 300_00 } },
  ),
  clause('MOV-3', 'rescheduling', 'Moving counts as cancelling now.', 'अब समय बदलना रद्द करने के बराबर है।', {
    when: { ...anytime, isEnRoute: true },
    countsAsCancellation: true,
  }),
  clause(
    'MOV-1',
    'rescheduling',
    'Moving is free until 4 hours before the visit.',
    'विज़िट से 4 घंटे पहले तक समय बदलना मुफ़्त है।',
    { when: { ...anytime, hoursBeforeStart: 4 } },
  ),
  clause('MOV-2', 'rescheduling', 'Moving counts as cancelling now.', 'अब समय बदलना रद्द करने के बराबर है।', {
    countsAsCancellation: true,
  }),
  clause(
    'NSH-1',
    'no_show',
    'Nobody was at home: charged like a cancellation after the professional has set out, 50 % of the price, at most ₹500.',
    'घर पर कोई नहीं था: प्रोफ़ेशनल के निकलने के बाद रद्द करने जितना शुल्क, कीमत का 50 %, ज़्यादा से ज़्यादा ₹500।',
    { amount: { sharePercent: 50, fixedPaise: 0, capPaise: 500_00 } },
  ),
  clause(
    'REF-1',
    'refund',
    'A booking that was paid in advance and cancelled: the price less the cancellation fee comes back.',
    'पहले से चुकाई और फिर रद्द की गई बुकिंग: कीमत में से रद्द करने का शुल्क घटाकर बाकी वापस।',
    { amount: everything },
  ),
  clause(
    'REF-2',
    'refund',
    'We cancelled, or nobody came: everything that was paid comes back.',
    'हमने रद्द किया या कोई नहीं आया: जो चुकाया गया, पूरा वापस।',
    { amount: everything },
  ),
  clause(
    'REF-3',
    'refund',
    'The work was not done, not done properly, done in part, or charged too high: requests are accepted until 30 days after the visit.',
    'काम नहीं हुआ, ठीक से नहीं हुआ, अधूरा हुआ या ज़्यादा पैसे लिए गए: विज़िट के 30 दिन बाद तक माँगा जा सकता है।',
    { when: { ...anytime, daysAfterVisit: 30 }, amount: everything },
  ),
  clause(
    'REF-4',
    'refund',
    'Charged twice: the second payment comes back, until 180 days after the visit.',
    'दो बार पैसे लिए गए: दूसरा भुगतान वापस, विज़िट के 180 दिन बाद तक।',
    { when: { ...anytime, daysAfterVisit: 180 }, amount: everything },
  ),
  clause(
    'GWL-1',
    'goodwill',
    'The same booking failed twice because of us: a credit of ₹200.',
    'एक ही बुकिंग हमारी वजह से दो बार नहीं हो पाई: ₹200 का क्रेडिट।',
    { amount: { sharePercent: 0, fixedPaise: 200_00, capPaise: null } },
  ),
];

export class Migration20261130000190_Policies extends Migration {
  override name = 'Migration20261130000190_Policies';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "policy_versions" ("number" int not null, "status" text not null default 'draft', "note" varchar(500) not null, "clauses" jsonb not null, "valid_from" timestamptz null, "retired_at" timestamptz null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("number"));`,
    );
    this.addSql(`create index "policy_versions_valid_index" on "policy_versions" ("status", "valid_from");`);
    this.addSql(
      `alter table "policy_versions" add constraint "policy_versions_number_check" check (number >= 1);`,
    );
    this.addSql(
      `alter table "policy_versions" add constraint "policy_versions_published_check" check ((status = 'draft') = (valid_from is null));`,
    );
    this.addSql(
      `alter table "policy_versions" add constraint "policy_versions_retired_check" check ((status = 'retired') = (retired_at is not null));`,
    );
    this.addSql(
      `alter table "policy_versions" add constraint "policy_versions_status_check" check ("status" in ('draft', 'published', 'retired'));`,
    );

    // What was published is never edited and never goes: bookings hold on to it. It may be retired, once.
    this.addSql(`
      create function policy_versions_keep() returns trigger language plpgsql as $$
      declare
        retired policy_versions%rowtype;
      begin
        if old.status = 'draft' then
          if tg_op = 'DELETE' then return old; end if;
          return new;
        end if;
        if tg_op = 'UPDATE' then
          retired := old;
          retired.status := 'retired';
          retired.retired_at := new.retired_at;
          retired.version := new.version;
          retired.updated_at := new.updated_at;
          if old.status = 'published' and new is not distinct from retired then
            return new;
          end if;
        end if;
        raise exception 'A published policy is never changed.' using errcode = 'restrict_violation';
      end $$;`);
    this.addSql(`
      do $$
      begin
        execute format('alter function policy_versions_keep() set search_path = pg_catalog, %I, pg_temp', current_schema());
      end $$;`);
    this.addSql(`
      create trigger policy_versions_keep before update or delete on policy_versions
      for each row execute function policy_versions_keep();`);

    // In force since ever: every booking that is there was made under it.
    const clauses = JSON.stringify(firstPolicyClauses).replaceAll(`'`, `''`);
    const note = 'The terms of the handbook, as they were in the code before.';
    this.addSql(
      `insert into "policy_versions" ("number", "status", "note", "clauses", "valid_from", "created_at", "updated_at") values (1, 'published', '${note}', '${clauses}', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z');`,
    );

    this.addSql(`alter table "bookings" add column "policy_number" int not null default 1;`);
    this.addSql(`create index "bookings_policy_number_index" on "bookings" ("policy_number");`);
    this.addSql(
      `alter table "bookings" add constraint "bookings_policy_number_foreign" foreign key ("policy_number") references "policy_versions" ("number");`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "bookings" drop column "policy_number";`);
    this.addSql(`drop table if exists "policy_versions" cascade;`);
    this.addSql(`drop function if exists policy_versions_keep();`);
  }
}
