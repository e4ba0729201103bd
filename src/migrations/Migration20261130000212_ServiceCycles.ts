import { Migration } from '@mikro-orm/migrations';

/** Slug of the subcategory, months until it is due again, months of the year in which it is wanted. */
const standard = [
  ['ac-service', 6, '{3,4,5}'],
  ['air-coolers', 12, '{3,4}'],
  ['geyser', 12, '{10,11}'],
  ['water-purifier', 6, '{}'],
  ['chimney-hob', 6, '{}'],
  ['inverters', 12, '{4,5}'],
  ['general-pest', 4, '{6,7,8}'],
  ['mosquitoes', 3, '{7,8,9}'],
  ['termites', 12, '{6}'],
  ['waterproofing', null, '{4,5,6}'],
  ['full-home-painting', 48, '{9,10}'],
  ['full-home-cleaning', 6, '{10,11}'],
  ['bathroom-cleaning', 2, '{}'],
  ['kitchen-cleaning', 3, '{}'],
  ['sofa-cleaning', 6, '{10}'],
  ['mattress-cleaning', 6, '{}'],
  ['tank-cleaning', 6, '{6,9}'],
  ['waxing', 1, '{}'],
  ['facials', 1, '{}'],
  ['mens-hair', 1, '{}'],
  ['mehendi', null, '{10,11}'],
];

export class Migration20261130000212_ServiceCycles extends Migration {
  override name = 'Migration20261130000212_ServiceCycles';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "service_cycles" ("subcategory_id" uuid not null, "due_after_months" smallint null, "season_months" int[] not null default '{}', "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("subcategory_id"));`,
    );
    this.addSql(
      `alter table "service_cycles" add constraint "service_cycles_subcategory_id_foreign" foreign key ("subcategory_id") references "subcategories" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "service_cycles" add constraint "service_cycles_due_check" check (due_after_months >= 1 and due_after_months <= 60);`,
    );
    this.addSql(
      `alter table "service_cycles" add constraint "service_cycles_season_check" check (season_months <@ array[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);`,
    );
    // Where there is a catalogue already, it gets what an installation begins with.
    for (const [slug, due, months] of standard)
      this.addSql(
        `insert into "service_cycles" ("subcategory_id", "due_after_months", "season_months") select "id", ${due}, '${months}' from "subcategories" where "slug" = '${slug}';`,
      );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "service_cycles" cascade;`);
  }
}
