import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000210_Reviews extends Migration {
  override name = 'Migration20261130000210_Reviews';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "service_ratings" ("service_id" uuid not null, "rating_average" numeric(3,2) not null, "rating_count" int not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("service_id"));`,
    );
    this.addSql(
      `alter table "service_ratings" add constraint "service_ratings_service_id_foreign" foreign key ("service_id") references "services" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "service_ratings" add constraint "service_ratings_check" check (rating_count >= 0 and rating_average >= 0 and rating_average <= 5);`,
    );
    this.addSql(
      `alter table "reviews" add "customer_id" uuid null, add "service_id" uuid null, add "tags" text[] not null default '{}', add "edited_at" timestamptz null, add "answer" varchar(1000) null, add "answered_at" timestamptz null, add "hidden_at" timestamptz null, add "hidden_reason" varchar(300) null, add "request_key" varchar(80) null, add "version" int not null default 1;`,
    );
    // Whose it is and what it is about was told by the booking alone.
    this.addSql(
      `update "reviews" set "customer_id" = b."customer_id", "service_id" = b."service_id" from "bookings" b where b."id" = "reviews"."booking_id";`,
    );
    this.addSql(
      `alter table "reviews" alter column "customer_id" set not null, alter column "service_id" set not null;`,
    );
    this.addSql(
      `alter table "reviews" add constraint "reviews_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "reviews" add constraint "reviews_service_id_foreign" foreign key ("service_id") references "services" ("id");`,
    );
    this.addSql(`create index "reviews_customer_id_index" on "reviews" ("customer_id");`);
    this.addSql(`create index "reviews_service_id_index" on "reviews" ("service_id");`);
    this.addSql(
      `create index "reviews_of_service_index" on public.reviews ("service_id", "created_at", "id") where hidden_at is null;`,
    );
    this.addSql(
      `create index "reviews_of_provider_index" on public.reviews ("provider_id", "created_at", "id") where hidden_at is null;`,
    );
    this.addSql(`create index "reviews_time_index" on "reviews" ("created_at", "id");`);
    this.addSql(`alter table "reviews" add constraint "reviews_tags_check" check (cardinality(tags) <= 5);`);
    this.addSql(
      `alter table "reviews" add constraint "reviews_answered_check" check ((answer is null) = (answered_at is null));`,
    );
    this.addSql(
      `alter table "reviews" add constraint "reviews_hidden_check" check ((hidden_reason is null) = (hidden_at is null));`,
    );
    this.addSql(
      `insert into "service_ratings" ("service_id", "rating_average", "rating_count") select "service_id", round(avg("rating"), 2), count(*) from "reviews" group by "service_id";`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "service_ratings" cascade;`);
    this.addSql(
      `alter table "reviews" drop column "customer_id", drop column "service_id", drop column "tags", drop column "edited_at", drop column "answer", drop column "answered_at", drop column "hidden_at", drop column "hidden_reason", drop column "request_key", drop column "version";`,
    );
  }
}
