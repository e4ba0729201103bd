// Parts of statements for those who change a row and tell of it in one statement: for many rows at once (#libs/jobs), or where a round trip
// more would be felt (turns of conversations). Everybody else calls `StreamLog`.
import { storableJson } from '#libs/orm';

export interface NewEntry {
  /** `noun.past_participle`: `message.created` */
  type: string;
  data: Record<string, unknown>;
}

/**
 * What `StreamLog.append` does, as an expression (`select …`, a value without a type). Not to be evaluated before the rows that it tells of are
 * locked or written.
 */
export function appendingEntries(
  stream: string,
  entries: readonly NewEntry[],
  at: Date,
): { sql: string; parameters: unknown[] } {
  return {
    sql: 'append_to_stream(?::text, ?::json, ?::timestamptz)',
    // Telling of a change must not undo it.
    parameters: [stream, storableJson(entries), at],
  };
}

/**
 * `insert` that adds what `select` finds to streams: the columns are stream, type, data, time.
 *
 * Nothing here keeps the order of a stream; the writer does. It may be used only for a stream that belongs to one row, by a statement that
 * has locked that row before `select` reads from it (`for update`, or the `update … returning` that it selects from), and only if nobody
 * adds to the stream without that lock. The lock is held until the commit, so the next writer draws its positions after it. A row that the
 * same transaction has inserted is as good as locked: nobody else can see it, or tell of it.
 */
export function insertEntries(select: string): string {
  return `insert into stream_entries (stream, type, data, at) ${select}`;
}

/**
 * Parts of a `with` that remove streams altogether, for a statement that deletes what they are about.
 * @param streams SQL, a query of their names
 */
export function removeStreams(streams: string): string {
  return `removed_entries as (
    delete from stream_entries where stream in (${streams})
  ), removed_trims as (
    delete from stream_trims where stream in (${streams})
  )`;
}
