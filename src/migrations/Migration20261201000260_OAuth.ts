import { Migration } from '@mikro-orm/migrations';

/** Apps that have registered themselves, and what people have let apps do. */
export class Migration20261201000260_OAuth extends Migration {
  override name = 'Migration20261201000260_OAuth';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "oauth_clients" ("id" uuid not null, "name" varchar(80) not null, "redirect_uris" text[] not null, "connected_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "oauth_clients_waiting_index" on "oauth_clients" ("created_at") where connected_at is null;`,
    );

    this.addSql(
      `create table "oauth_grants" ("id" uuid not null, "owner_kind" text not null, "owner_id" uuid not null, "client_id" varchar(500) not null, "client_name" varchar(80) not null, "redirect_uri" varchar(1000) not null, "code_challenge" char(43) not null, "resource" varchar(1000) not null, "scopes" text[] not null, "redeemed_at" timestamptz null, "generation" int not null default 0, "refreshed_at" timestamptz null, "expires_at" timestamptz not null, "ended_at" timestamptz null, "ended_because" text null, "last_used_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "oauth_grants_expires_at_index" on "oauth_grants" ("expires_at");`);
    this.addSql(`create index "oauth_grants_owner_index" on "oauth_grants" ("owner_id", "id");`);
    this.addSql(`create index "oauth_grants_client_index" on "oauth_grants" ("client_id");`);

    this.addSql(
      `alter table "oauth_grants" add constraint "oauth_grants_ended_check" check ((ended_at is null) = (ended_because is null));`,
    );
    this.addSql(
      `alter table "oauth_grants" add constraint "oauth_grants_redeemed_check" check ((redeemed_at is null) = (generation = 0));`,
    );
    this.addSql(
      `alter table "oauth_grants" add constraint "oauth_grants_owner_kind_check" check ("owner_kind" in ('customer', 'staff'));`,
    );
    this.addSql(
      `alter table "oauth_grants" add constraint "oauth_grants_ended_because_check" check ("ended_because" in ('revoked', 'by_client', 'signed_out', 'reuse'));`,
    );
  }
  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "oauth_grants" cascade;`);
    this.addSql(`drop table if exists "oauth_clients" cascade;`);
  }
}
