// How the entries are chained, computed apart from the database, which does the same when it seals them
// (src/migrations/Migration20261120000001_AuditChain.ts).
import { createHash } from 'node:crypto';

/** A place in the chain: the number of an entry and its hash, in hex. */
export interface ChainLink {
  seq: number;
  hash: string;
}

/** `SEQ:HASH`, as a checkpoint in the log says it. The first entry is 1. */
export const linkPattern = /^[1-9]\d{0,14}:[0-9a-f]{64}$/;

/** @param text that fits {@link linkPattern} */
export function linkOf(text: string): ChainLink {
  const [seq = '', hash = ''] = text.split(':');
  return { seq: Number(seq), hash };
}

/** What the first entry follows. */
export const chainBeginning: ChainLink = { seq: 0, hash: '00'.repeat(32) };

const hex = (column: string) => `encode(${column}, 'hex')`;
/** Milliseconds since 1970, with a fraction where there is one. */
export const inMilliseconds = (column: string) => `trim_scale(extract(epoch from ${column}) * 1000)::text`;

/** What is hashed of an entry after its number and the hash before it, in this order: SQL that gives its text. */
const hashed: Readonly<Record<string, string>> = {
  id: 'id::text',
  at: inMilliseconds('at'),
  actor_kind: 'actor_kind',
  actor_id: 'actor_id',
  on_behalf_of: 'on_behalf_of',
  session_id: 'session_id',
  api_key_id: 'api_key_id',
  action: 'action',
  object_type: 'object_type',
  object_id: 'object_id',
  before: 'before::text',
  after: 'after::text',
  person: 'person',
  sealed: hex('sealed'),
  address: 'address',
  correlation_id: 'correlation_id',
  created_at: inMilliseconds('created_at'),
  updated_at: inMilliseconds('updated_at'),
};
const columns = Object.keys(hashed);

/** An entry as text. */
export type ChainedRow = Readonly<Record<string, string | null>> & {
  readonly id: string;
  readonly seq: string;
  readonly prev_hash: string | null;
  readonly hash: string | null;
};

/** What a query selects to get a {@link ChainedRow}. */
export const chainedColumns = [
  `seq::text as seq, ${hex('prev_hash')} as prev_hash, ${hex('hash')} as hash`,
  ...columns.map((column) => `${hashed[column]} as "${column}"`),
].join(', ');

/** SHA-256, hex, over the text of all columns, each with its length in bytes before it. */
export function hashOf(row: ChainedRow): string {
  const fields = [row.seq, row.prev_hash, ...columns.map((column) => row[column]!)];
  return createHash('sha256').update(fields.map(field).join('')).digest('hex');
}

function field(value: string | null): string {
  return value === null ? '-' : `${Buffer.byteLength(value)}:${value}`;
}
