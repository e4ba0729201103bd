import { Migration } from '@mikro-orm/migrations';

export class Migration20261120000000_Initial extends Migration {
  override name = 'Migration20261120000000_Initial';

  override up(): void | Promise<void> {
    // btree_gist: the exclusion constraint on bookings, a trusted extension: an owner of the database may create it.
    this.addSql(`create extension if not exists btree_gist;`);

    this.addSql(
      `create table "access_decisions" ("id" uuid not null, "at" timestamptz not null, "actor_kind" varchar(16) not null, "actor_id" varchar(64) not null, "on_behalf_of" varchar(64) null, "role" varchar(40) null, "api_key_id" varchar(64) null, "session_id" varchar(64) null, "method" varchar(10) not null, "route" varchar(300) not null, "access" varchar(64) not null, "code" varchar(80) not null, "steps" jsonb not null, "correlation_id" varchar(64) null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "access_decisions_at_index" on "access_decisions" ("at");`);
    this.addSql(`create index "access_decisions_on_behalf_of_index" on "access_decisions" ("on_behalf_of");`);
    this.addSql(`create index "access_decisions_actor_index" on "access_decisions" ("actor_id", "at");`);

    this.addSql(
      `create table "api_keys" ("id" uuid not null, "owner_kind" text not null, "owner_id" uuid not null, "name" varchar(80) not null, "prefix" varchar(8) not null, "hash" char(64) not null, "previous_hash" char(64) null, "previous_ends_at" timestamptz null, "scopes" text[] not null, "requests_per_minute" int not null, "expires_at" timestamptz not null, "revoked_at" timestamptz null, "last_used_at" timestamptz null, "last_used_address" varchar(45) null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "api_keys" add constraint "api_keys_prefix_unique" unique ("prefix");`);
    this.addSql(`create index "api_keys_owner_index" on "api_keys" ("owner_id", "id");`);

    this.addSql(
      `create table "attempts" ("key" char(64) not null, "count" int not null, "window_ends_at" timestamptz not null, "blocked_until" timestamptz not null, primary key ("key"));`,
    );
    this.addSql(`create index "attempts_window_ends_at_index" on "attempts" ("window_ends_at");`);

    this.addSql(
      `create table "audit_chain" ("id" smallint not null, "seq" bigint not null, "hash" bytea not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );

    this.addSql(
      `create table "audit_checkpoints" ("seq" bigint not null, "hash" bytea not null, "at" timestamptz not null, "signature" char(64) not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("seq"));`,
    );

    this.addSql(
      `create table "audit_entries" ("id" uuid not null, "at" timestamptz not null, "actor_kind" varchar(16) not null, "actor_id" varchar(64) not null, "on_behalf_of" varchar(64) null, "session_id" varchar(64) null, "api_key_id" varchar(64) null, "action" varchar(64) not null, "object_type" varchar(32) not null, "object_id" varchar(64) not null, "before" jsonb null, "after" jsonb null, "person" varchar(64) null, "sealed" bytea null, "address" varchar(50) null, "correlation_id" varchar(64) null, "seq" bigint null, "prev_hash" bytea null, "hash" bytea null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "audit_entries_correlation_id_index" on "audit_entries" ("correlation_id");`);
    this.addSql(`alter table "audit_entries" add constraint "audit_entries_seq_unique" unique ("seq");`);
    this.addSql(`create index "audit_entries_at_id_index" on "audit_entries" ("at", "id");`);
    this.addSql(
      `create index "audit_entries_actor_id_at_id_index" on "audit_entries" ("actor_id", "at", "id");`,
    );
    this.addSql(
      `create index "audit_entries_object_id_at_id_index" on "audit_entries" ("object_id", "at", "id");`,
    );
    this.addSql(`create index "audit_entries_person_at_id_index" on "audit_entries" ("person", "at", "id");`);
    this.addSql(`create index "audit_entries_action_at_id_index" on "audit_entries" ("action", "at", "id");`);

    this.addSql(
      `create table "audit_person_keys" ("person" varchar(64) not null, "sealed_key" bytea null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("person"));`,
    );

    this.addSql(
      `create table "categories" ("id" uuid not null, "slug" varchar(60) not null, "name" varchar(80) not null, "position" smallint not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "categories" add constraint "categories_slug_unique" unique ("slug");`);

    this.addSql(
      `create table "cities" ("id" uuid not null, "slug" varchar(60) not null, "name" varchar(80) not null, "state" varchar(80) not null, "tier" text not null, "aliases" text[] not null default '{}', "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "cities" add constraint "cities_slug_unique" unique ("slug");`);

    this.addSql(
      `create table "customers" ("id" uuid not null, "name" varchar(120) not null, "email" varchar(254) null, "phone" varchar(16) null, "password_hash" varchar(255) not null, "status" text not null default 'active', "email_verified_at" timestamptz null, "phone_verified_at" timestamptz null, "language" varchar(8) not null default 'en', "last_login_at" timestamptz null, "deleted_at" timestamptz null, "erase_at" timestamptz null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "customers" add constraint "customers_email_unique" unique ("email");`);
    this.addSql(`alter table "customers" add constraint "customers_phone_unique" unique ("phone");`);
    this.addSql(`create index "customers_erase_index" on "customers" ("status", "erase_at");`);
    this.addSql(`create index "customers_time_index" on "customers" ("created_at", "id");`);
    this.addSql(`create index "customers_name_index" on public.customers (lower(name) text_pattern_ops);`);
    this.addSql(`create index "customers_email_index" on public.customers ("email" text_pattern_ops);`);
    this.addSql(`create index "customers_phone_index" on public.customers ("phone" text_pattern_ops);`);

    this.addSql(
      `create table "conversations" ("id" uuid not null, "customer_id" uuid not null, "title" varchar(120) not null default '', "status" text not null default 'active', "last_message_at" timestamptz not null, "turn_leased_until" timestamptz null, "turn_lease" uuid null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "conversations_customer_time_index" on "conversations" ("customer_id", "last_message_at", "id");`,
    );

    this.addSql(
      `create table "agent_checkpoints" ("conversation_id" uuid not null, "checkpoint" jsonb not null, "metadata" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("conversation_id"));`,
    );

    this.addSql(
      `create table "avatars" ("customer_id" uuid not null, "image" bytea null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("customer_id"));`,
    );

    this.addSql(
      `create table "feature_flags" ("key" varchar(60) not null, "description" varchar(300) not null, "enabled" boolean not null, "environments" text[] not null, "roles" text[] not null, "percentage" smallint not null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("key"));`,
    );

    this.addSql(
      `create table "idempotency_keys" ("id" uuid not null, "caller_kind" varchar(20) not null, "caller_id" varchar(80) not null, "route" varchar(200) not null, "key" varchar(255) not null, "request_digest" varchar(43) not null, "status" smallint not null, "body" text not null, "expires_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "idempotency_keys_expires_at_index" on "idempotency_keys" ("expires_at");`);
    this.addSql(
      `alter table "idempotency_keys" add constraint "idempotency_keys_request_unique" unique ("caller_id", "caller_kind", "route", "key");`,
    );

    this.addSql(
      `create table "knowledge_documents" ("id" uuid not null, "slug" varchar(80) not null, "version" int not null default 1, "title" varchar(160) not null, "language" varchar(8) not null default 'en', "body" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "knowledge_documents" add constraint "knowledge_documents_slug_version_unique" unique ("slug", "version");`,
    );

    this.addSql(
      `create table "messages" ("id" uuid not null, "conversation_id" uuid not null, "role" text not null, "text" text not null, "reply_to_id" uuid null, "intents" jsonb null, "entities" jsonb null, "sentiment" double precision null, "agent" varchar(40) null, "tools" text[] null, "latency_ms" int null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "messages" add constraint "messages_reply_to_unique" unique ("reply_to_id");`);
    this.addSql(
      `create index "messages_conversation_time_index" on "messages" ("conversation_id", "created_at", "id");`,
    );
    this.addSql(`create index "messages_role_time_index" on "messages" ("role", "created_at");`);

    this.addSql(
      `create table "one_time_tokens" ("customer_id" uuid not null, "purpose" text not null, "secret" char(64) not null, "destination" char(64) not null, "attempts" int not null default 0, "expires_at" timestamptz not null, "used_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("customer_id", "purpose"));`,
    );
    this.addSql(
      `alter table "one_time_tokens" add constraint "one_time_tokens_secret_unique" unique ("secret");`,
    );
    this.addSql(`create index "one_time_tokens_expires_at_index" on "one_time_tokens" ("expires_at");`);

    this.addSql(
      `create table "pincodes" ("code" char(6) not null, "city_id" uuid not null, "area" varchar(120) not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("code"));`,
    );
    this.addSql(`create index "pincodes_city_id_index" on "pincodes" ("city_id");`);

    this.addSql(
      `create table "addresses" ("id" uuid not null, "customer_id" uuid not null, "label" varchar(40) not null default 'Home', "line" varchar(300) not null, "landmark" varchar(120) null, "pincode_code" char(6) not null, "is_default" boolean not null default false, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "addresses_customer_id_index" on "addresses" ("customer_id");`);
    this.addSql(`create index "addresses_pincode_code_index" on "addresses" ("pincode_code");`);
    this.addSql(
      `create unique index "addresses_default_unique" on public.addresses ("customer_id") where is_default;`,
    );

    this.addSql(
      `create table "proposals" ("id" uuid not null, "conversation_id" uuid not null, "tool" varchar(80) not null, "arguments" jsonb not null, "summary" text not null, "price_paise" int null, "status" text not null default 'open', "expires_at" timestamptz not null, "result" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "proposals_conversation_time_index" on "proposals" ("conversation_id", "created_at");`,
    );
    this.addSql(
      `create unique index "proposals_open_unique" on public.proposals ("conversation_id") where status = 'open';`,
    );

    this.addSql(
      `create table "providers" ("id" uuid not null, "name" varchar(120) not null, "phone" varchar(16) not null, "city_id" uuid not null, "status" text not null default 'active', "about" text not null default '', "rating_average" numeric(3,2) not null default 0, "rating_count" int not null default 0, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "providers_city_id_index" on "providers" ("city_id");`);
    this.addSql(
      `create index "providers_by_name_index" on public.providers ("name", "id") where status = 'active';`,
    );
    this.addSql(
      `alter table "providers" add constraint "providers_rating_unique" unique ("id", "rating_average", "rating_count");`,
    );

    this.addSql(
      `create table "provider_pincodes" ("provider_id" uuid not null, "pincode_code" char(6) not null, "rating_average" numeric(3,2) not null, "rating_count" int not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("provider_id", "pincode_code"));`,
    );
    this.addSql(
      `create index "provider_pincodes_best_index" on public.provider_pincodes ("pincode_code", "rating_average" desc, "rating_count" desc, "provider_id");`,
    );

    this.addSql(
      `create table "roles" ("name" varchar(40) not null, "label" varchar(80) not null, "description" varchar(300) not null default '', "level" smallint not null, "built_in" boolean not null default false, "covers" varchar(40) null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("name"));`,
    );
    this.addSql(`create index "roles_covers_index" on "roles" ("covers");`);

    this.addSql(
      `create table "role_permissions" ("role" varchar(40) not null, "permission" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("role", "permission"));`,
    );

    this.addSql(
      `create table "sessions" ("id" uuid not null, "account_kind" text not null, "account_id" uuid not null, "user_agent" varchar(300) null, "address" varchar(45) null, "last_used_at" timestamptz not null, "expires_at" timestamptz not null, "ended_at" timestamptz null, "ended_because" text null, "cookie_hash" char(64) null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "sessions_expires_at_index" on "sessions" ("expires_at");`);
    this.addSql(
      `alter table "sessions" add constraint "sessions_cookie_hash_unique" unique ("cookie_hash");`,
    );
    this.addSql(
      `create index "sessions_account_kind_account_id_created_at_index" on "sessions" ("account_kind", "account_id", "created_at");`,
    );

    this.addSql(
      `create table "refresh_tokens" ("id" uuid not null, "session_id" uuid not null, "hash" char(64) not null, "used_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "refresh_tokens_session_id_index" on "refresh_tokens" ("session_id");`);
    this.addSql(`alter table "refresh_tokens" add constraint "refresh_tokens_hash_unique" unique ("hash");`);

    this.addSql(
      `create table "shifts" ("id" uuid not null, "provider_id" uuid not null, "weekday" smallint not null, "from_minute" smallint not null, "to_minute" smallint not null, "valid_from" date not null, "valid_until" date null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "shifts_provider_weekday_index" on "shifts" ("provider_id", "weekday");`);

    this.addSql(
      `create table "shift_exceptions" ("id" uuid not null, "provider_id" uuid not null, "day" date not null, "kind" text not null, "from_minute" smallint not null default 0, "to_minute" smallint not null default 1440, "reason" varchar(120) not null default '', "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "shift_exceptions_provider_day_index" on "shift_exceptions" ("provider_id", "day");`,
    );

    this.addSql(
      `create table "signing_keys" ("kid" varchar(32) not null, "algorithm" text not null, "public_jwk" jsonb not null, "private_key" bytea not null, "activates_at" timestamptz not null, "retires_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("kid"));`,
    );

    this.addSql(
      `create table "staff" ("id" uuid not null, "name" varchar(120) not null, "email" varchar(254) not null, "password_hash" varchar(255) null, "role" varchar(40) not null, "status" text not null default 'pending', "last_login_at" timestamptz null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "staff" add constraint "staff_email_unique" unique ("email");`);
    this.addSql(`create index "staff_role_index" on "staff" ("role");`);

    this.addSql(
      `create table "staff_second_factors" ("staff_id" uuid not null, "seed" bytea not null, "confirmed_at" timestamptz null, "last_step" int null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("staff_id"));`,
    );

    this.addSql(
      `create table "staff_recovery_codes" ("id" uuid not null, "staff_id" uuid not null, "digest" char(64) not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "staff_recovery_codes" add constraint "staff_recovery_codes_digest_unique" unique ("staff_id", "digest");`,
    );

    this.addSql(
      `create table "staff_password_links" ("staff_id" uuid not null, "digest" char(64) not null, "expires_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("staff_id"));`,
    );
    this.addSql(
      `alter table "staff_password_links" add constraint "staff_password_links_digest_unique" unique ("digest");`,
    );

    this.addSql(
      `create table "subcategories" ("id" uuid not null, "category_id" uuid not null, "slug" varchar(60) not null, "name" varchar(80) not null, "position" smallint not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "subcategories_category_id_index" on "subcategories" ("category_id");`);
    this.addSql(`alter table "subcategories" add constraint "subcategories_slug_unique" unique ("slug");`);

    this.addSql(
      `create table "services" ("id" uuid not null, "subcategory_id" uuid not null, "slug" varchar(80) not null, "name" varchar(120) not null, "description" text not null, "duration_minutes" smallint not null, "unit" varchar(30) null, "phrases" text[] not null default '{}', "active" boolean not null default true, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "services_subcategory_id_index" on "services" ("subcategory_id");`);
    this.addSql(`alter table "services" add constraint "services_slug_unique" unique ("slug");`);

    this.addSql(
      `create table "rate_cards" ("id" uuid not null, "service_id" uuid not null, "tier" text not null, "price_paise" int not null, "currency" char(3) not null default 'INR', "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "rate_cards" add constraint "rate_cards_service_tier_unique" unique ("service_id", "tier");`,
    );
    this.addSql(
      `alter table "rate_cards" add constraint "rate_cards_id_service_unique" unique ("id", "service_id");`,
    );

    this.addSql(
      `create table "rate_card_pincodes" ("rate_card_id" uuid not null, "pincode_code" char(6) not null, "service_id" uuid not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("rate_card_id", "pincode_code"));`,
    );
    this.addSql(
      `create index "rate_card_pincodes_pincode_code_index" on "rate_card_pincodes" ("pincode_code");`,
    );
    this.addSql(
      `alter table "rate_card_pincodes" add constraint "rate_card_pincodes_service_unique" unique ("service_id", "pincode_code");`,
    );

    this.addSql(
      `create table "rate_card_attributes" ("id" uuid not null, "rate_card_id" uuid not null, "code" varchar(40) not null, "name" varchar(80) not null, "attribute_group" varchar(40) null, "price_paise" int not null, "is_default" boolean not null default false, "terms" text[] not null default '{}', "position" smallint not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "rate_card_attributes" add constraint "rate_card_attributes_code_unique" unique ("rate_card_id", "code");`,
    );

    this.addSql(
      `create table "bookings" ("id" uuid not null, "reference" varchar(12) not null, "customer_id" uuid not null, "provider_id" uuid not null, "service_id" uuid not null, "rate_card_id" uuid not null, "address_line" varchar(300) not null, "pincode_code" char(6) not null, "starts_at" timestamptz not null, "ends_at" timestamptz not null, "busy_until" timestamptz not null, "status" text not null default 'confirmed', "quantity" smallint not null default 1, "total_paise" int not null, "currency" char(3) not null default 'INR', "notes" varchar(1000) not null default '', "cancellation_fee_paise" int null, "request_key" varchar(80) null, "version" int not null default 1, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "bookings" add constraint "bookings_reference_unique" unique ("reference");`);
    this.addSql(`create index "bookings_service_id_index" on "bookings" ("service_id");`);
    this.addSql(`create index "bookings_rate_card_id_index" on "bookings" ("rate_card_id");`);
    this.addSql(`create index "bookings_pincode_code_index" on "bookings" ("pincode_code");`);
    this.addSql(
      `alter table "bookings" add constraint "bookings_request_key_unique" unique ("request_key");`,
    );
    this.addSql(
      `create index "bookings_customer_time_index" on "bookings" ("customer_id", "starts_at", "id");`,
    );
    this.addSql(`create index "bookings_provider_time_index" on "bookings" ("provider_id", "starts_at");`);
    this.addSql(`create index "bookings_status_time_index" on "bookings" ("status", "starts_at");`);

    this.addSql(
      `create table "reviews" ("id" uuid not null, "booking_id" uuid not null, "provider_id" uuid not null, "rating" smallint not null, "comment" varchar(1000) not null default '', "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`alter table "reviews" add constraint "reviews_booking_id_unique" unique ("booking_id");`);
    this.addSql(`create index "reviews_provider_id_index" on "reviews" ("provider_id");`);

    this.addSql(
      `create table "complaints" ("id" uuid not null, "reference" varchar(12) not null, "customer_id" uuid not null, "booking_id" uuid null, "assignee_id" uuid null, "category" text not null, "severity" text not null, "status" text not null default 'open', "subject" varchar(160) not null, "description" text not null, "priority_score" smallint not null default 0, "due_at" timestamptz null, "resolved_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_reference_unique" unique ("reference");`,
    );
    this.addSql(`create index "complaints_booking_id_index" on "complaints" ("booking_id");`);
    this.addSql(`create index "complaints_assignee_id_index" on "complaints" ("assignee_id");`);
    this.addSql(`create index "complaints_due_at_index" on "complaints" ("due_at");`);
    this.addSql(
      `create index "complaints_status_priority_index" on "complaints" ("status", "priority_score");`,
    );
    this.addSql(
      `create index "complaints_customer_time_index" on "complaints" ("customer_id", "created_at");`,
    );

    this.addSql(
      `create table "priority_queue" ("complaint_id" uuid not null, "score" smallint not null, "reasons" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("complaint_id"));`,
    );
    this.addSql(`create index "priority_queue_score_index" on "priority_queue" ("score");`);

    this.addSql(
      `create table "complaint_updates" ("id" uuid not null, "complaint_id" uuid not null, "author_kind" text not null, "author_id" uuid null, "visibility" text not null default 'public', "body" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "complaint_updates_complaint_time_index" on "complaint_updates" ("complaint_id", "created_at");`,
    );

    this.addSql(
      `create table "booking_status_history" ("id" uuid not null, "booking_id" uuid not null, "from_status" text null, "to_status" text not null, "by_kind" varchar(20) not null, "by_id" varchar(80) not null, "reason" varchar(300) not null default '', "at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `create index "booking_status_history_booking_index" on "booking_status_history" ("booking_id", "at");`,
    );

    this.addSql(
      `create table "booking_items" ("id" uuid not null, "booking_id" uuid not null, "position" smallint not null, "kind" text not null, "code" varchar(80) not null, "label" varchar(160) not null, "quantity" smallint not null default 1, "unit_paise" int not null, "amount_paise" int not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(
      `alter table "booking_items" add constraint "booking_items_position_unique" unique ("booking_id", "position");`,
    );

    this.addSql(
      `create table "provider_skills" ("provider_id" uuid not null, "subcategory_id" uuid not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("provider_id", "subcategory_id"));`,
    );
    this.addSql(
      `create index "provider_skills_subcategory_id_index" on "provider_skills" ("subcategory_id");`,
    );

    this.addSql(
      `alter table "api_keys" add constraint "api_keys_limit_check" check (requests_per_minute > 0);`,
    );
    this.addSql(
      `alter table "api_keys" add constraint "api_keys_overlap_check" check ((previous_hash is null) = (previous_ends_at is null));`,
    );
    this.addSql(
      `alter table "api_keys" add constraint "api_keys_owner_kind_check" check ("owner_kind" in ('customer', 'staff'));`,
    );

    this.addSql(`alter table "audit_chain" add constraint "audit_chain_id_check" check (id = 1);`);

    this.addSql(`alter table "audit_entries" add constraint "audit_entries_at_check" check (isfinite(at));`);

    this.addSql(
      `alter table "cities" add constraint "cities_tier_check" check ("tier" in ('metro', 'standard'));`,
    );

    this.addSql(
      `alter table "customers" add constraint "customers_reachable_check" check (email is not null or phone is not null or status = 'erased');`,
    );
    this.addSql(
      `alter table "customers" add constraint "customers_email_check" check (email = lower(email));`,
    );
    this.addSql(
      `alter table "customers" add constraint "customers_phone_check" check (phone ~ '^\\+91[6-9][0-9]{9}\$');`,
    );
    this.addSql(
      `alter table "customers" add constraint "customers_erase_check" check ((status = 'deleted') = (erase_at is not null));`,
    );
    this.addSql(
      `alter table "customers" add constraint "customers_status_check" check ("status" in ('active', 'locked', 'deleted', 'erased'));`,
    );

    this.addSql(
      `alter table "conversations" add constraint "conversations_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "conversations" add constraint "conversations_status_check" check ("status" in ('active', 'archived', 'deleted'));`,
    );

    this.addSql(
      `alter table "agent_checkpoints" add constraint "agent_checkpoints_conversation_id_foreign" foreign key ("conversation_id") references "conversations" ("id") on update cascade on delete cascade;`,
    );

    this.addSql(
      `alter table "avatars" add constraint "avatars_customer_id_foreign" foreign key ("customer_id") references "customers" ("id") on update cascade on delete cascade;`,
    );

    this.addSql(
      `alter table "feature_flags" add constraint "feature_flags_key_check" check (key ~ '^[a-z][a-z0-9_-]*\$');`,
    );
    this.addSql(
      `alter table "feature_flags" add constraint "feature_flags_percentage_check" check (percentage >= 0 and percentage <= 100);`,
    );

    this.addSql(
      `alter table "messages" add constraint "messages_conversation_id_foreign" foreign key ("conversation_id") references "conversations" ("id");`,
    );
    this.addSql(
      `alter table "messages" add constraint "messages_reply_to_id_foreign" foreign key ("reply_to_id") references "messages" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "messages" add constraint "messages_latency_check" check (latency_ms is null or latency_ms >= 0);`,
    );
    this.addSql(
      `alter table "messages" add constraint "messages_reply_check" check (role <> 'customer' or reply_to_id is null);`,
    );
    this.addSql(
      `alter table "messages" add constraint "messages_role_check" check ("role" in ('customer', 'assistant', 'staff'));`,
    );

    this.addSql(
      `alter table "one_time_tokens" add constraint "one_time_tokens_customer_id_foreign" foreign key ("customer_id") references "customers" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "one_time_tokens" add constraint "one_time_tokens_purpose_check" check ("purpose" in ('verify_email', 'verify_phone', 'reset_by_link', 'reset_by_code'));`,
    );

    this.addSql(
      `alter table "pincodes" add constraint "pincodes_city_id_foreign" foreign key ("city_id") references "cities" ("id");`,
    );
    this.addSql(
      `alter table "pincodes" add constraint "pincodes_code_check" check (code ~ '^[1-9][0-9]{5}\$');`,
    );

    this.addSql(
      `alter table "addresses" add constraint "addresses_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "addresses" add constraint "addresses_pincode_code_foreign" foreign key ("pincode_code") references "pincodes" ("code");`,
    );

    this.addSql(
      `alter table "proposals" add constraint "proposals_conversation_id_foreign" foreign key ("conversation_id") references "conversations" ("id");`,
    );
    this.addSql(`alter table "proposals" add constraint "proposals_price_check" check (price_paise >= 0);`);
    this.addSql(
      `alter table "proposals" add constraint "proposals_status_check" check ("status" in ('open', 'executed', 'withdrawn', 'refused', 'expired'));`,
    );

    this.addSql(
      `alter table "providers" add constraint "providers_city_id_foreign" foreign key ("city_id") references "cities" ("id");`,
    );
    this.addSql(
      `alter table "providers" add constraint "providers_rating_check" check (rating_count >= 0 and rating_average >= 0 and rating_average <= 5);`,
    );
    this.addSql(
      `alter table "providers" add constraint "providers_phone_check" check (phone ~ '^\\+91[6-9][0-9]{9}\$');`,
    );
    this.addSql(
      `alter table "providers" add constraint "providers_status_check" check ("status" in ('active', 'suspended', 'left'));`,
    );

    this.addSql(
      `alter table "provider_pincodes" add constraint "provider_pincodes_provider_id_foreign" foreign key ("provider_id") references "providers" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "provider_pincodes" add constraint "provider_pincodes_pincode_code_foreign" foreign key ("pincode_code") references "pincodes" ("code") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "provider_pincodes" add constraint "provider_pincodes_rating_foreign" foreign key ("provider_id", "rating_average", "rating_count") references "providers" ("id", "rating_average", "rating_count") on update cascade on delete cascade;`,
    );

    this.addSql(
      `alter table "roles" add constraint "roles_covers_foreign" foreign key ("covers") references "roles" ("name") on delete no action;`,
    );
    this.addSql(`alter table "roles" add constraint "roles_name_check" check (name ~ '^[a-z][a-z0-9_]*\$');`);
    this.addSql(
      `alter table "roles" add constraint "roles_level_check" check (level >= 0 and level <= 100);`,
    );
    this.addSql(`alter table "roles" add constraint "roles_covers_check" check (covers <> name);`);

    this.addSql(
      `alter table "role_permissions" add constraint "role_permissions_role_foreign" foreign key ("role") references "roles" ("name") on delete cascade;`,
    );
    this.addSql(
      `alter table "role_permissions" add constraint "role_permissions_permission_check" check ("permission" in ('users.read', 'users.update', 'users.delete', 'staff.read', 'staff.update', 'staff.approve', 'roles.update', 'catalogue.read', 'catalogue.update', 'providers.read', 'providers.update', 'bookings.read', 'bookings.create', 'bookings.update', 'bookings.refund', 'complaints.read', 'complaints.create', 'complaints.update', 'complaints.assign', 'complaints.escalate', 'conversations.read', 'conversations.create', 'agents.read', 'agents.configure', 'agents.execute', 'reports.read', 'reports.export', 'system.configure', 'system.audit', 'system.unlimited'));`,
    );

    this.addSql(
      `alter table "sessions" add constraint "sessions_account_kind_check" check ("account_kind" in ('customer', 'staff'));`,
    );
    this.addSql(
      `alter table "sessions" add constraint "sessions_ended_because_check" check ("ended_because" in ('logout', 'revoked', 'reuse', 'displaced', 'password', 'account'));`,
    );

    this.addSql(
      `alter table "refresh_tokens" add constraint "refresh_tokens_session_id_foreign" foreign key ("session_id") references "sessions" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "shifts" add constraint "shifts_provider_id_foreign" foreign key ("provider_id") references "providers" ("id");`,
    );
    this.addSql(
      `alter table "shifts" add constraint "shifts_weekday_check" check (weekday >= 1 and weekday <= 7);`,
    );
    this.addSql(
      `alter table "shifts" add constraint "shifts_minutes_check" check (from_minute >= 0 and from_minute < to_minute and to_minute <= 1440);`,
    );
    this.addSql(
      `alter table "shifts" add constraint "shifts_validity_check" check (valid_until is null or valid_until >= valid_from);`,
    );

    this.addSql(
      `alter table "shift_exceptions" add constraint "shift_exceptions_provider_id_foreign" foreign key ("provider_id") references "providers" ("id");`,
    );
    this.addSql(
      `alter table "shift_exceptions" add constraint "shift_exceptions_minutes_check" check (from_minute >= 0 and from_minute < to_minute and to_minute <= 1440);`,
    );
    this.addSql(
      `alter table "shift_exceptions" add constraint "shift_exceptions_kind_check" check ("kind" in ('off', 'extra'));`,
    );

    this.addSql(
      `alter table "signing_keys" add constraint "signing_keys_algorithm_check" check ("algorithm" in ('ES256'));`,
    );

    this.addSql(
      `alter table "staff" add constraint "staff_role_foreign" foreign key ("role") references "roles" ("name");`,
    );
    this.addSql(`alter table "staff" add constraint "staff_email_check" check (email = lower(email));`);
    this.addSql(
      `alter table "staff" add constraint "staff_status_check" check ("status" in ('pending', 'active', 'suspended', 'left'));`,
    );

    this.addSql(
      `alter table "staff_second_factors" add constraint "staff_second_factors_staff_id_foreign" foreign key ("staff_id") references "staff" ("id") on update cascade on delete cascade;`,
    );

    this.addSql(
      `alter table "staff_recovery_codes" add constraint "staff_recovery_codes_staff_id_foreign" foreign key ("staff_id") references "staff" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "staff_password_links" add constraint "staff_password_links_staff_id_foreign" foreign key ("staff_id") references "staff" ("id") on update cascade on delete cascade;`,
    );

    this.addSql(
      `alter table "subcategories" add constraint "subcategories_category_id_foreign" foreign key ("category_id") references "categories" ("id");`,
    );

    this.addSql(
      `alter table "services" add constraint "services_subcategory_id_foreign" foreign key ("subcategory_id") references "subcategories" ("id");`,
    );
    this.addSql(
      `alter table "services" add constraint "services_duration_check" check (duration_minutes >= 15 and duration_minutes <= 720);`,
    );

    this.addSql(
      `alter table "rate_cards" add constraint "rate_cards_service_id_foreign" foreign key ("service_id") references "services" ("id");`,
    );
    this.addSql(`alter table "rate_cards" add constraint "rate_cards_price_check" check (price_paise > 0);`);
    this.addSql(
      `alter table "rate_cards" add constraint "rate_cards_tier_check" check ("tier" in ('metro', 'standard'));`,
    );

    this.addSql(
      `alter table "rate_card_pincodes" add constraint "rate_card_pincodes_rate_card_id_foreign" foreign key ("rate_card_id") references "rate_cards" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "rate_card_pincodes" add constraint "rate_card_pincodes_pincode_code_foreign" foreign key ("pincode_code") references "pincodes" ("code") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "rate_card_pincodes" add constraint "rate_card_pincodes_service_id_foreign" foreign key ("service_id") references "services" ("id");`,
    );
    this.addSql(
      `alter table "rate_card_pincodes" add constraint "rate_card_pincodes_card_of_service_foreign" foreign key ("rate_card_id", "service_id") references "rate_cards" ("id", "service_id") on update cascade on delete cascade;`,
    );

    this.addSql(
      `alter table "rate_card_attributes" add constraint "rate_card_attributes_rate_card_id_foreign" foreign key ("rate_card_id") references "rate_cards" ("id");`,
    );
    this.addSql(
      `alter table "rate_card_attributes" add constraint "rate_card_attributes_price_check" check (price_paise >= 0);`,
    );

    this.addSql(
      `alter table "bookings" add constraint "bookings_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "bookings" add constraint "bookings_provider_id_foreign" foreign key ("provider_id") references "providers" ("id");`,
    );
    this.addSql(
      `alter table "bookings" add constraint "bookings_service_id_foreign" foreign key ("service_id") references "services" ("id");`,
    );
    this.addSql(
      `alter table "bookings" add constraint "bookings_rate_card_id_foreign" foreign key ("rate_card_id") references "rate_cards" ("id");`,
    );
    this.addSql(
      `alter table "bookings" add constraint "bookings_pincode_code_foreign" foreign key ("pincode_code") references "pincodes" ("code");`,
    );
    this.addSql(
      `alter table "bookings" add constraint "bookings_time_check" check (starts_at < ends_at and ends_at <= busy_until);`,
    );
    this.addSql(`alter table "bookings" add constraint "bookings_total_check" check (total_paise >= 0);`);
    this.addSql(
      `alter table "bookings" add constraint "bookings_quantity_check" check (quantity >= 1 and quantity <= 20);`,
    );
    this.addSql(
      `alter table "bookings" add constraint "bookings_fee_check" check (cancellation_fee_paise >= 0 and cancellation_fee_paise <= total_paise);`,
    );
    this.addSql(
      `alter table "bookings" add constraint "bookings_cancelled_check" check ((status = 'cancelled') = (cancellation_fee_paise is not null));`,
    );
    this.addSql(
      `alter table "bookings" add constraint "bookings_provider_free" exclude using gist (provider_id with =, tstzrange(starts_at, busy_until) with &&) where (status = any (array['confirmed'::text, 'en_route'::text, 'in_progress'::text]));`,
    );
    this.addSql(
      `alter table "bookings" add constraint "bookings_status_check" check ("status" in ('confirmed', 'en_route', 'in_progress', 'completed', 'cancelled', 'no_show'));`,
    );

    this.addSql(
      `alter table "reviews" add constraint "reviews_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id");`,
    );
    this.addSql(
      `alter table "reviews" add constraint "reviews_provider_id_foreign" foreign key ("provider_id") references "providers" ("id");`,
    );
    this.addSql(
      `alter table "reviews" add constraint "reviews_rating_check" check (rating >= 1 and rating <= 5);`,
    );

    this.addSql(
      `alter table "complaints" add constraint "complaints_customer_id_foreign" foreign key ("customer_id") references "customers" ("id");`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_assignee_id_foreign" foreign key ("assignee_id") references "staff" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_score_check" check (priority_score >= 0 and priority_score <= 100);`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_category_check" check ("category" in ('quality', 'lateness', 'no_show', 'damage', 'billing', 'behaviour', 'safety', 'app', 'other'));`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_severity_check" check ("severity" in ('low', 'medium', 'high', 'critical'));`,
    );
    this.addSql(
      `alter table "complaints" add constraint "complaints_status_check" check ("status" in ('open', 'in_progress', 'waiting_for_customer', 'escalated', 'resolved', 'closed'));`,
    );

    this.addSql(
      `alter table "priority_queue" add constraint "priority_queue_complaint_id_foreign" foreign key ("complaint_id") references "complaints" ("id") on update cascade on delete cascade;`,
    );

    this.addSql(
      `alter table "complaint_updates" add constraint "complaint_updates_complaint_id_foreign" foreign key ("complaint_id") references "complaints" ("id");`,
    );
    this.addSql(
      `alter table "complaint_updates" add constraint "complaint_updates_author_kind_check" check ("author_kind" in ('customer', 'staff', 'system'));`,
    );
    this.addSql(
      `alter table "complaint_updates" add constraint "complaint_updates_visibility_check" check ("visibility" in ('public', 'internal'));`,
    );

    this.addSql(
      `alter table "booking_status_history" add constraint "booking_status_history_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id");`,
    );
    this.addSql(
      `alter table "booking_status_history" add constraint "booking_status_history_by_kind_check" check (by_kind in ('customer', 'staff', 'agent', 'system'));`,
    );
    this.addSql(
      `alter table "booking_status_history" add constraint "booking_status_history_from_status_check" check ("from_status" in ('confirmed', 'en_route', 'in_progress', 'completed', 'cancelled', 'no_show'));`,
    );
    this.addSql(
      `alter table "booking_status_history" add constraint "booking_status_history_to_status_check" check ("to_status" in ('confirmed', 'en_route', 'in_progress', 'completed', 'cancelled', 'no_show'));`,
    );

    this.addSql(
      `alter table "booking_items" add constraint "booking_items_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id");`,
    );
    this.addSql(
      `alter table "booking_items" add constraint "booking_items_quantity_check" check (quantity >= 1);`,
    );
    this.addSql(
      `alter table "booking_items" add constraint "booking_items_amount_check" check (amount_paise = quantity * unit_paise);`,
    );
    this.addSql(
      `alter table "booking_items" add constraint "booking_items_sign_check" check ((kind = 'discount') = (unit_paise < 0));`,
    );
    this.addSql(
      `alter table "booking_items" add constraint "booking_items_kind_check" check ("kind" in ('service', 'attribute', 'surcharge', 'discount', 'tax'));`,
    );

    this.addSql(
      `alter table "provider_skills" add constraint "provider_skills_provider_id_foreign" foreign key ("provider_id") references "providers" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "provider_skills" add constraint "provider_skills_subcategory_id_foreign" foreign key ("subcategory_id") references "subcategories" ("id") on update cascade on delete cascade;`,
    );
  }
}
