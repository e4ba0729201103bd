import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000100_MessageRatings extends Migration {
  override name = 'Migration20261130000100_MessageRatings';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "messages" add "rating" text null, add "rating_reason" text null, add "rating_comment" varchar(500) null, add "rated_at" timestamptz null;`,
    );
    this.addSql(
      `create index "messages_rated_index" on public.messages ("rated_at", "id") where rated_at is not null;`,
    );
    this.addSql(
      `alter table "messages" add constraint "messages_rating_check" check ("rating" in ('up', 'down'));`,
    );
    this.addSql(
      `alter table "messages" add constraint "messages_rating_reason_check" check ("rating_reason" in ('not_understood', 'wrong_answer', 'did_nothing', 'too_long', 'wrong_language', 'impolite', 'helpful', 'other'));`,
    );
    this.addSql(
      `alter table "messages" add constraint "messages_rated_check" check ((rating is null) = (rated_at is null) and (rating is null or role = 'assistant') and (rating is not null or (rating_reason is null and rating_comment is null)));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "messages" drop column "rating", drop column "rating_reason", drop column "rating_comment", drop column "rated_at";`,
    );
  }
}
