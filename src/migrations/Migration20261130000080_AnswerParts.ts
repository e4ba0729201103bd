import { Migration } from '@mikro-orm/migrations';

/** Which agent said what of an answer, through which tools; and the names of several agents in one answer. */
export class Migration20261130000080_AnswerParts extends Migration {
  override name = 'Migration20261130000080_AnswerParts';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table public.messages add column "parts" jsonb not null default '[]', alter column "agent" type varchar(120);`,
    );
  }
}
