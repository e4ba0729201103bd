import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000221_ComplaintCare extends Migration {
  override name = 'Migration20261130000221_ComplaintCare';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "complaint_surveys" ("id" uuid not null, "complaint_id" uuid not null, "resolved_at" timestamptz not null, "score" smallint null, "comment" text not null default '', "answered_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "complaint_surveys_answered_index" on "complaint_surveys" ("answered_at");`);
    this.addSql(
      `alter table "complaint_surveys" add constraint "complaint_surveys_resolution_unique" unique ("complaint_id", "resolved_at");`,
    );

    this.addSql(
      `create table "complaint_attachments" ("id" uuid not null, "complaint_id" uuid not null, "kind" text not null, "visibility" text not null default 'public', "name" varchar(100) not null, "file_key" varchar(200) not null, "size_bytes" int not null, "by_kind" varchar(20) not null, "by_id" varchar(80) not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "complaint_attachments" add constraint "complaint_attachments_file_key_unique" unique ("file_key");`,
    );
    this.addSql(
      `create index "complaint_attachments_complaint_time_index" on "complaint_attachments" ("complaint_id", "created_at", "id");`,
    );

    this.addSql(
      `alter table "complaint_surveys" add constraint "complaint_surveys_complaint_id_foreign" foreign key ("complaint_id") references "complaints" ("id");`,
    );
    this.addSql(
      `alter table "complaint_surveys" add constraint "complaint_surveys_score_check" check (score >= 1 and score <= 5);`,
    );
    this.addSql(
      `alter table "complaint_surveys" add constraint "complaint_surveys_answered_check" check ((score is null) = (answered_at is null));`,
    );
    this.addSql(
      `alter table "complaint_surveys" add constraint "complaint_surveys_comment_check" check (length(comment) <= 1000);`,
    );

    this.addSql(
      `alter table "complaint_attachments" add constraint "complaint_attachments_complaint_id_foreign" foreign key ("complaint_id") references "complaints" ("id");`,
    );
    this.addSql(
      `alter table "complaint_attachments" add constraint "complaint_attachments_size_check" check (size_bytes > 0);`,
    );
    this.addSql(
      `alter table "complaint_attachments" add constraint "complaint_attachments_by_kind_check" check (by_kind in ('customer', 'staff'));`,
    );
    this.addSql(
      `alter table "complaint_attachments" add constraint "complaint_attachments_kind_check" check ("kind" in ('picture', 'pdf'));`,
    );
    this.addSql(
      `alter table "complaint_attachments" add constraint "complaint_attachments_visibility_check" check ("visibility" in ('public', 'internal'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "complaint_surveys" cascade;`);
    this.addSql(`drop table if exists "complaint_attachments" cascade;`);
  }
}
