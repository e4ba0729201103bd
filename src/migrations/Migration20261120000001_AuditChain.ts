import { Migration } from '@mikro-orm/migrations';

/**
 * The audit log chains itself: whoever writes an entry, by whatever program, it is numbered and hashed when the transaction commits.
 *
 * At commit, because only then is the order known, and because the one row that all have to lock (`audit_chain`) is then held for no
 * longer than the commit takes; a transaction that is rolled back leaves no gap. Audited transactions therefore commit one after the
 * other: some hundreds a second on a disk that takes milliseconds to sync.
 *
 * `src/audit/chain.hash.ts` computes the same hash apart from this.
 */
export class Migration20261120000001_AuditChain extends Migration {
  override name = 'Migration20261120000001_AuditChain';

  override up(): void {
    this.addSql(`insert into audit_chain (id, seq, hash) values (1, 0, decode(repeat('00', 32), 'hex'));`);

    // Lengths (in bytes) make it unambiguous: no two rows have the same text. Bodies after RETURN are bound to what they name when they
    // are created: a search_path cannot give them something else later.
    this.addSql(`
      create function audit_field(value text) returns text language sql immutable parallel safe
      return coalesce(octet_length(value)::text || ':' || value, '-');`);

    // Forms that no setting of a session changes (DateStyle, TimeZone, bytea_output): milliseconds since 1970, and hex.
    this.addSql(`
      create function audit_time(value timestamptz) returns text language sql stable parallel safe
      return trim_scale(extract(epoch from value) * 1000)::text;`);

    this.addSql(`
      create function audit_hash(entry audit_entries, seq bigint, prev_hash bytea) returns bytea language sql stable
      return sha256(convert_to(
        audit_field(seq::text) || audit_field(encode(prev_hash, 'hex')) ||
        audit_field((entry).id::text) || audit_field(audit_time((entry).at)) ||
        audit_field((entry).actor_kind) || audit_field((entry).actor_id) || audit_field((entry).on_behalf_of) ||
        audit_field((entry).session_id) || audit_field((entry).api_key_id) ||
        audit_field((entry).action) || audit_field((entry).object_type) || audit_field((entry).object_id) ||
        audit_field((entry).before::text) || audit_field((entry).after::text) ||
        audit_field((entry).person) || audit_field(encode((entry).sealed, 'hex')) ||
        audit_field((entry).address) || audit_field((entry).correlation_id) ||
        audit_field(audit_time((entry).created_at)) || audit_field(audit_time((entry).updated_at)),
        'UTF8'));`);

    // An entry that comes with a seal of its own, or was sealed by somebody else meanwhile, is no entry: the transaction fails.
    this.addSql(`
      create function audit_seal() returns trigger language plpgsql as $$
      declare
        head audit_chain%rowtype;
        digest bytea;
      begin
        select * into strict head from audit_chain where id = 1 for update;
        digest := audit_hash(new, head.seq + 1, head.hash);
        update audit_entries set seq = head.seq + 1, prev_hash = head.hash, hash = digest
          where id = new.id and seq is null and prev_hash is null and hash is null;
        if not found then
          raise exception 'An audit entry is sealed by the database alone.' using errcode = 'restrict_violation';
        end if;
        update audit_chain set seq = head.seq + 1, hash = digest, updated_at = now() where id = 1;
        return null;
      end $$;`);

    this.addSql(`
      create function audit_refuse_change() returns trigger language plpgsql as $$
      declare
        unsealed audit_entries%rowtype;
      begin
        if tg_table_name = 'audit_entries' and tg_op = 'UPDATE' then
          unsealed := new;
          unsealed.seq := null;
          unsealed.prev_hash := null;
          unsealed.hash := null;
          if new.hash is not null and unsealed is not distinct from old then
            return new;
          end if;
        end if;
        raise exception 'The audit log can only be added to.' using errcode = 'restrict_violation';
      end $$;`);

    // It can be of no entry but one that is there; more than that, only its signature tells whose it is.
    this.addSql(`
      create function audit_check_checkpoint() returns trigger language plpgsql as $$
      begin
        perform from audit_entries where seq = new.seq and hash = new.hash;
        if not found then
          raise exception 'A checkpoint is of an entry that is there.' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;`);

    // Erasing a person destroys their key, for good.
    this.addSql(`
      create function audit_keep_keys() returns trigger language plpgsql as $$
      declare
        destroyed audit_person_keys%rowtype;
      begin
        if tg_op = 'UPDATE' then
          destroyed := old;
          destroyed.sealed_key := null;
          destroyed.updated_at := new.updated_at;
          if new is not distinct from destroyed then
            return new;
          end if;
        end if;
        raise exception 'The key of a person can only be destroyed.' using errcode = 'restrict_violation';
      end $$;`);

    // They name tables when they run: of this schema, whatever the session's search_path, and temporary tables last.
    this.addSql(`
      do $$
      declare
        name text;
      begin
        foreach name in array array['audit_seal', 'audit_refuse_change', 'audit_check_checkpoint', 'audit_keep_keys'] loop
          execute format('alter function %I() set search_path = pg_catalog, %I, pg_temp', name, current_schema());
        end loop;
      end $$;`);

    this.addSql(`
      create constraint trigger audit_entries_seal after insert on audit_entries
      deferrable initially deferred for each row execute function audit_seal();`);
    this.addSql(`
      create trigger audit_entries_keep before update on audit_entries
      for each row execute function audit_refuse_change();`);
    this.addSql(`
      create trigger audit_checkpoints_check before insert on audit_checkpoints
      for each row execute function audit_check_checkpoint();`);
    this.addSql(`
      create trigger audit_person_keys_keep before update on audit_person_keys
      for each row execute function audit_keep_keys();`);
    this.addSql(`
      create trigger audit_person_keys_keep_all before delete or truncate on audit_person_keys
      for each statement execute function audit_keep_keys();`);
    for (const table of ['audit_entries', 'audit_checkpoints']) {
      const events = table === 'audit_entries' ? 'delete or truncate' : 'update or delete or truncate';
      this.addSql(`
        create trigger ${table}_keep_all before ${events} on ${table}
        for each statement execute function audit_refuse_change();`);
    }
  }
}
