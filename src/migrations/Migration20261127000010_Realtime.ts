import { Migration } from '@mikro-orm/migrations';

/** The order within a stream is kept by the database, whoever writes; and it says when sessions have ended. */
export class Migration20261127000010_Realtime extends Migration {
  override name = 'Migration20261127000010_Realtime';

  override up(): void {
    // Two statements, because the lock must be held before the positions are drawn: then nobody else's later position can be committed
    // before an earlier one of this transaction.
    this.addSql(`create function append_to_stream(name text, entries json, moment timestamptz)
      returns void language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('stream:' || name, 0));
        insert into public.stream_entries (stream, type, data, at)
        select name, new.type, new.data, moment
        from rows from (json_to_recordset(entries) as (type text, data jsonb)) with ordinality as new (type, data, nth)
        order by new.nth;
      end $$;`);

    // Connections that were opened in a session end with it, on every process.
    this.addSql(`create function sessions_tell() returns trigger language plpgsql as $$
      begin
        perform pg_notify('sessions_ended', new.id::text);
        return null;
      end $$;`);
    this.addSql(`create trigger sessions_tell after update of ended_at on sessions
      for each row when (old.ended_at is null and new.ended_at is not null) execute function sessions_tell();`);
  }

  override down(): void {
    this.addSql('drop trigger if exists sessions_tell on sessions;');
    this.addSql('drop function if exists sessions_tell, append_to_stream;');
  }
}
