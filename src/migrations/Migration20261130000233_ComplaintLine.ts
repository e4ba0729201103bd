import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000233_ComplaintLine extends Migration {
  override name = 'Migration20261130000233_ComplaintLine';

  override up(): void | Promise<void> {
    this.addSql(`alter table "complaints" add "rank_at" timestamptz null;`);
    // A day for each point, as it is reckoned from now on; the parts of the score are reckoned anew by the job that is due at once.
    this.addSql(
      `update "complaints" set "rank_at" = "created_at" - "priority_score" * interval '1 day' where "ended_at" is null;`,
    );
    this.addSql(
      `create index "complaints_line_index" on "complaints" ("rank_at", "id") where "rank_at" is not null;`,
    );
    this.addSql(
      `create index "complaints_line_category_index" on "complaints" ("category", "rank_at", "id") where "rank_at" is not null;`,
    );
    this.addSql(
      `create index "complaints_line_assignee_index" on "complaints" ("assignee_id", "rank_at", "id") where "rank_at" is not null;`,
    );
    this.addSql(
      `create index "complaints_line_unassigned_index" on "complaints" ("rank_at", "id") where "rank_at" is not null and "assignee_id" is null;`,
    );
    this.addSql(
      `create index "complaints_line_escalated_index" on "complaints" ("rank_at", "id") where "rank_at" is not null and "escalation_level" > 0;`,
    );
    this.addSql(`alter table "priority_queue" add "facts" jsonb null, add "changes_at" timestamptz null;`);
    this.addSql(`update "priority_queue" set "changes_at" = date_trunc('milliseconds', now());`);
    this.addSql(`create index "priority_queue_changes_at_index" on "priority_queue" ("changes_at");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "priority_queue_changes_at_index";`);
    this.addSql(`alter table "priority_queue" drop column "facts", drop column "changes_at";`);
    this.addSql(`drop index "complaints_line_escalated_index";`);
    this.addSql(`drop index "complaints_line_unassigned_index";`);
    this.addSql(`drop index "complaints_line_assignee_index";`);
    this.addSql(`drop index "complaints_line_category_index";`);
    this.addSql(`drop index "complaints_line_index";`);
    this.addSql(`alter table "complaints" drop column "rank_at";`);
  }
}
