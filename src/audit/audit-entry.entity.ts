// One thing that somebody did. Rows are only ever added; the database chains them by hash when their transaction commits.
import { defineEntity, p } from '@mikro-orm/core';
import { id, timestamps } from '#libs/orm';

const AuditEntrySchema = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entries',
  properties: {
    id: id(),
    actorKind: p.string().length(16),
    actorId: p.string().length(64),
    onBehalfOf: p.string().length(64).nullable(),
    action: p.string().length(64),
    objectType: p.string().length(32),
    objectId: p.string().length(64),
    before: p.json().$type<Record<string, unknown>>().nullable(),
    after: p.json().$type<Record<string, unknown>>().nullable(),
    correlationId: p.string().length(64).nullable(),
    ...timestamps(),
  },
});
export class AuditEntry extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntry);
