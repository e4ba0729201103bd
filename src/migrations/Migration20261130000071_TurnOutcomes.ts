import { Migration } from '@mikro-orm/migrations';

/** What a turn brought about, by type and id. Answers from before are told of the booking that they made. */
export class Migration20261130000071_TurnOutcomes extends Migration {
  override name = 'Migration20261130000071_TurnOutcomes';

  override up(): void | Promise<void> {
    this.addSql(`alter table public.messages add column "outcomes" jsonb not null default '[]';`);
    this.addSql(`update public.messages set outcomes = jsonb_build_array(jsonb_build_object(
      'type', 'booking', 'id', made->'booking'->'id', 'reference', made->'booking'->'reference'))
      where made->'booking' is not null;`);
  }
}
