import { Migration } from '@mikro-orm/migrations';

/** How far the old entries of a stream were removed: whoever comes back with an earlier position is told that they missed something. */
export class Migration20261130000050_StreamTrims extends Migration {
  override name = 'Migration20261130000050_StreamTrims';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "stream_trims" ("stream" varchar(120) not null, "removed_to" bigint not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("stream"));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql('drop table if exists stream_trims;');
  }
}
