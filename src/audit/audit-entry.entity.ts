// One thing that somebody did. Rows are only ever added; the database chains them by hash when their transaction commits
// (src/migrations/Migration20261120000001_AuditChain.ts) and refuses every change.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';

/** What changed, by field. */
export type AuditFacts = Readonly<Record<string, unknown>>;

const AuditEntrySchema = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entries',
  // The infinite times of PostgreSQL are no place in a list to go on from.
  checks: [{ name: 'audit_entries_at_check', expression: 'isfinite(at)' }],
  indexes: [
    { properties: ['at', 'id'] },
    { properties: ['actorId', 'at', 'id'] },
    { properties: ['objectId', 'at', 'id'] },
    { properties: ['person', 'at', 'id'] },
    { properties: ['action', 'at', 'id'] },
  ],
  properties: {
    id: idColumn(),
    /** When it was done, by the clock of the program. */
    at: p.datetime(),
    actorKind: p.string().length(16),
    actorId: p.string().length(64),
    /** The customer an agent acted for. */
    onBehalfOf: p.string().length(64).nullable(),
    sessionId: p.string().length(64).nullable(),
    /** Of the program that did it in their name: its key, or the grant of an app. */
    apiKeyId: p.string().length(64).nullable(),
    action: p.string().length(64),
    objectType: p.string().length(32),
    objectId: p.string().length(64),
    /** Personal data in it is masked. */
    before: p.json().$type<AuditFacts>().nullable(),
    after: p.json().$type<AuditFacts>().nullable(),
    /** Whose key `sealed` can be opened with. */
    person: p.string().length(64).nullable(),
    /** `before` and `after` as they were, and the whole address (see `person-keys.ts`). */
    sealed: p.blob().nullable().lazy().hidden(),
    /** The network that the caller came from. */
    address: p.string().length(50).nullable(),
    correlationId: p.string().length(64).nullable().index(),
    /** Place in the chain, from 1 without gaps. This and the hashes are the database's to write. */
    seq: p.bigint('number').nullable().unique(),
    prevHash: p.blob().nullable(),
    hash: p.blob().nullable(),
    ...timestampColumns(),
  },
});
export class AuditEntry extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntry);

/** Who could delete or exchange one would make unreadable what it opens: the database lets it be destroyed, and nothing else. */
const AuditPersonKeySchema = defineEntity({
  name: 'AuditPersonKey',
  tableName: 'audit_person_keys',
  properties: {
    person: p.string().length(64).primary(),
    /** Null when the person was erased: what was sealed with it can never be read again, and no new key is made. */
    sealedKey: p.blob().nullable().hidden(),
    ...timestampColumns(),
  },
});
export class AuditPersonKey extends AuditPersonKeySchema.class {}
AuditPersonKeySchema.setClass(AuditPersonKey);
