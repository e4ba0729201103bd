import { Migration } from '@mikro-orm/migrations';

/** A request of an agent leads to one line of the history; the desk finds all that is still owed by when it is due. */
export class Migration20261130000248_ComplaintRequests extends Migration {
  override name = 'Migration20261130000248_ComplaintRequests';

  override up(): void | Promise<void> {
    this.addSql(`alter table "complaint_events" add "request_key" varchar(80) null;`);
    this.addSql(
      `create unique index "complaint_events_request_unique" on "complaint_events" ("complaint_id", "request_key") where request_key is not null;`,
    );
    this.addSql(
      `create index "complaint_targets_open_index" on "complaint_targets" ("due_at", "at_risk_at") where ended_at is null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "complaint_targets_open_index";`);
    this.addSql(`drop index "complaint_events_request_unique";`);
    this.addSql(`alter table "complaint_events" drop column "request_key";`);
  }
}
