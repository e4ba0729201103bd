import { Migration } from '@mikro-orm/migrations';

/** With which every installation begins; staff change them. Category, code, in English, in Hindi. */
const topics = [
  ['quality', 'work_undone', 'Work not finished', 'काम अधूरा'],
  ['quality', 'fault_returned', 'The fault came back', 'वही ख़राबी फिर से'],
  ['quality', 'poor_finish', 'Poor finish', 'काम ठीक से नहीं हुआ'],
  ['quality', 'wrong_parts', 'Wrong or used parts', 'ग़लत या पुराने पुर्ज़े'],
  ['lateness', 'came_late', 'Came late', 'देर से आए'],
  ['lateness', 'took_too_long', 'Took too long', 'बहुत समय लगा'],
  ['no_show', 'nobody_came', 'Nobody came', 'कोई नहीं आया'],
  ['no_show', 'cancelled_late', 'Cancelled at short notice', 'आख़िरी समय पर रद्द'],
  ['damage', 'property_damage', 'Damage to the home', 'घर में नुक़सान'],
  ['damage', 'appliance_damage', 'Damage to an appliance', 'उपकरण में नुक़सान'],
  ['damage', 'missing_items', 'Something is missing', 'सामान ग़ायब'],
  ['billing', 'overcharged', 'Charged too much', 'ज़्यादा पैसे लिए'],
  ['billing', 'charged_twice', 'Charged twice', 'दो बार पैसे कटे'],
  ['billing', 'refund_missing', 'Refund has not arrived', 'रिफ़ंड नहीं मिला'],
  ['billing', 'asked_for_cash', 'Asked for money beside the bill', 'बिल के अलावा पैसे माँगे'],
  ['behaviour', 'rude', 'Rude', 'बदतमीज़ी'],
  ['behaviour', 'harassment', 'Harassment', 'उत्पीड़न'],
  ['safety', 'unsafe_work', 'Unsafe work', 'असुरक्षित काम'],
  ['safety', 'electric_or_gas', 'Electricity or gas', 'बिजली या गैस'],
  ['safety', 'injury', 'Somebody was hurt', 'किसी को चोट लगी'],
  ['app', 'login', 'Cannot log in', 'लॉगिन नहीं हो रहा'],
  ['app', 'payment_failed', 'Payment failed', 'भुगतान नहीं हुआ'],
] as const;

export class Migration20261130000225_ComplaintDesk extends Migration {
  override name = 'Migration20261130000225_ComplaintDesk';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "canned_answers" ("id" uuid not null, "name" varchar(80) not null, "text_en" text not null, "text_hi" text not null, "is_active" boolean not null default true, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "canned_answers" add constraint "canned_answers_name_unique" unique ("name");`);

    this.addSql(
      `create table "complaint_macros" ("id" uuid not null, "name" varchar(80) not null, "description" varchar(300) not null default '', "actions" jsonb not null, "is_active" boolean not null default true, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "complaint_macros" add constraint "complaint_macros_name_unique" unique ("name");`,
    );

    this.addSql(
      `create table "complaint_macro_versions" ("id" uuid not null, "macro_id" uuid not null, "number" int not null, "name" varchar(80) not null, "description" varchar(300) not null default '', "actions" jsonb not null, "is_active" boolean not null default true, "made_by" uuid not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "complaint_macro_versions" add constraint "complaint_macro_versions_number_unique" unique ("macro_id", "number");`,
    );

    this.addSql(
      `create table "complaint_topics" ("id" uuid not null, "code" varchar(40) not null, "category" text not null, "parent_id" uuid null, "depth" smallint not null, "label_en" varchar(80) not null, "label_hi" varchar(80) not null, "is_active" boolean not null default true, "position" smallint not null default 0, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "complaint_topics" add constraint "complaint_topics_code_unique" unique ("code");`,
    );
    this.addSql(`create index "complaint_topics_category_index" on "complaint_topics" ("category");`);
    this.addSql(`create index "complaint_topics_parent_id_index" on "complaint_topics" ("parent_id");`);

    this.addSql(
      `create table "complaint_views" ("id" uuid not null, "owner_id" uuid not null, "name" varchar(80) not null, "is_shared" boolean not null default false, "query" jsonb not null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "complaint_views_shared_index" on "complaint_views" ("is_shared", "name");`);
    this.addSql(
      `alter table "complaint_views" add constraint "complaint_views_name_unique" unique ("owner_id", "name");`,
    );

    this.addSql(
      `create table "complaint_bulk_outcomes" ("id" uuid not null, "job" uuid not null, "complaint_id" uuid not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "complaint_bulk_outcomes_complaint_id_index" on "complaint_bulk_outcomes" ("complaint_id");`,
    );
    this.addSql(
      `alter table "complaint_bulk_outcomes" add constraint "complaint_bulk_outcomes_once_unique" unique ("job", "complaint_id");`,
    );

    this.addSql(
      `alter table "complaints" add "topic_id" uuid null, add "merged_into_id" uuid null, add "split_from_id" uuid null;`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_topic_id_foreign" foreign key ("topic_id") references "complaint_topics" ("id") on delete restrict;`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_merged_into_id_foreign" foreign key ("merged_into_id") references "complaints" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_split_from_id_foreign" foreign key ("split_from_id") references "complaints" ("id") on delete set null;`,
    );
    this.addSql(`create index "complaints_topic_id_index" on "complaints" ("topic_id");`);
    this.addSql(`create index "complaints_merged_into_id_index" on "complaints" ("merged_into_id");`);
    this.addSql(`create index "complaints_split_from_id_index" on "complaints" ("split_from_id");`);
    this.addSql(`create index "complaints_priority_index" on "complaints" ("priority_score", "id");`);
    this.addSql(
      `create index "complaints_category_time_index" on "complaints" ("category", "created_at", "id");`,
    );
    this.addSql(
      `create index "complaints_escalated_index" on "complaints" ("escalation_level", "created_at") where escalation_level > 0;`,
    );
    this.addSql(
      `create index "complaints_words_index" on "complaints" using gin ((to_tsvector('simple', translate(reference || ' ' || subject || ' ' || description, '-./@_:&?=#+,;''"()', '                 '))));`,
    );
    // Nothing has merged any yet; one that says so knows no other.
    this.addSql(`update "complaints" set "status" = 'closed' where "status" = 'merged';`);
    this.addSql(
      `alter table "complaints" add constraint "complaints_merged_check" check ((status = 'merged') = (merged_into_id is not null) and merged_into_id <> id);`,
    );

    this.addSql(`alter table "complaint_updates" add "mentions" jsonb not null default '[]';`);
    this.addSql(
      `create index "complaint_updates_words_index" on "complaint_updates" using gin ((to_tsvector('simple', translate(body, '-./@_:&?=#+,;''"()', '                 '))));`,
    );

    this.addSql(
      `alter table "canned_answers" add constraint "canned_answers_text_check" check (length(text_en) <= 2000 and length(text_hi) <= 2000);`,
    );

    this.addSql(
      `alter table "complaint_macro_versions" add constraint "complaint_macro_versions_macro_id_foreign" foreign key ("macro_id") references "complaint_macros" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "complaint_topics" add constraint "complaint_topics_parent_id_foreign" foreign key ("parent_id") references "complaint_topics" ("id") on delete restrict;`,
    );
    this.addSql(
      `alter table "complaint_topics" add constraint "complaint_topics_code_check" check (code ~ '^[a-z][a-z0-9_]*$');`,
    );
    this.addSql(
      `alter table "complaint_topics" add constraint "complaint_topics_depth_check" check (depth >= 1 and depth <= 3 and (depth = 1) = (parent_id is null));`,
    );
    this.addSql(
      `alter table "complaint_topics" add constraint "complaint_topics_category_check" check ("category" in ('quality', 'lateness', 'no_show', 'damage', 'billing', 'behaviour', 'safety', 'app', 'other'));`,
    );

    this.addSql(
      `alter table "complaint_views" add constraint "complaint_views_owner_id_foreign" foreign key ("owner_id") references "staff" ("id");`,
    );

    this.addSql(
      `alter table "complaint_bulk_outcomes" add constraint "complaint_bulk_outcomes_complaint_id_foreign" foreign key ("complaint_id") references "complaints" ("id") on delete cascade;`,
    );

    // The tree of topics stays one, whoever writes it: a topic stands one level below its parent, in the same category, and what has others
    // below it does not move.
    this.addSql(`
      create function complaint_topics_place() returns trigger language plpgsql as $$
      declare
        above record;
      begin
        if tg_op = 'UPDATE' and (new.parent_id is distinct from old.parent_id or new.category <> old.category)
          and exists (select 1 from complaint_topics where parent_id = new.id) then
          raise exception 'A topic with others below it stays where it is.'
            using errcode = 'check_violation', constraint = 'complaint_topics_place';
        end if;
        if new.parent_id is not null then
          select category, depth into above from complaint_topics where id = new.parent_id for share;
          if found and (above.category <> new.category or above.depth + 1 <> new.depth) then
            raise exception 'A topic stands one level below its parent, in its category.'
              using errcode = 'check_violation', constraint = 'complaint_topics_place';
          end if;
        end if;
        return new;
      end $$;`);
    this.addSql(`
      create trigger complaint_topics_place before insert or update on complaint_topics
        for each row execute function complaint_topics_place();`);
    for (const [position, [category, code, labelEn, labelHi]] of topics.entries())
      this.addSql(
        `insert into "complaint_topics" ("id", "code", "category", "depth", "label_en", "label_hi", "position", "created_at", "updated_at") values (gen_random_uuid(), '${code}', '${category}', 1, '${labelEn}', '${labelHi}', ${position}, date_trunc('milliseconds', now()), date_trunc('milliseconds', now()));`,
      );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "complaints" drop constraint "complaints_merged_check";`);
    this.addSql(`update "complaints" set "status" = 'closed' where "status" = 'merged';`);
    this.addSql(
      `alter table "complaints" drop column "topic_id", drop column "merged_into_id", drop column "split_from_id";`,
    );
    this.addSql(`drop index "complaints_priority_index";`);
    this.addSql(`drop index "complaints_category_time_index";`);
    this.addSql(`drop index "complaints_escalated_index";`);
    this.addSql(`drop index "complaints_words_index";`);
    this.addSql(`drop index "complaint_updates_words_index";`);
    this.addSql(`alter table "complaint_updates" drop column "mentions";`);
    for (const table of [
      'complaint_macro_versions',
      'complaint_macros',
      'canned_answers',
      'complaint_topics',
    ])
      this.addSql(`drop table "${table}" cascade;`);
    this.addSql(`drop table "complaint_views" cascade;`);
    this.addSql(`drop table "complaint_bulk_outcomes" cascade;`);
    this.addSql(`drop function complaint_topics_place;`);
  }
}
