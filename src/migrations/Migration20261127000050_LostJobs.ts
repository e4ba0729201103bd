import { Migration } from '@mikro-orm/migrations';

export class Migration20261127000050_LostJobs extends Migration {
  override name = 'Migration20261127000050_LostJobs';

  override up(): void | Promise<void> {
    this.addSql(
      `create index "jobs_lost_index" on public.jobs ("cost") where status = 'queued' and handed_at is null and losses > 0;`,
    );
  }
}
