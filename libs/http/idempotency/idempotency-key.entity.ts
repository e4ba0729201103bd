// What was answered to a creation that its caller may send again.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';

const IdempotencyKeySchema = defineEntity({
  name: 'IdempotencyKey',
  tableName: 'idempotency_keys',
  uniques: [
    { name: 'idempotency_keys_request_unique', properties: ['callerId', 'callerKind', 'route', 'key'] },
  ],
  properties: {
    id: idColumn(),
    callerKind: p.string().length(20),
    callerId: p.string().length(80),
    /** Method and template of the path. */
    route: p.string().length(200),
    /** As the caller made it up. */
    key: p.string().length(255),
    /** SHA-256 over path, query and body, under a key of ours where they hold a secret: another request under the same key is refused. */
    requestDigest: p.string().length(43),
    status: p.smallint(),
    /** As it was sent, byte for byte, or that sealed, where it holds a secret. It may hold personal data of the caller. */
    body: p.text(),
    expiresAt: p.datetime().index(),
    ...timestampColumns(),
  },
});
export class IdempotencyKey extends IdempotencyKeySchema.class {}
IdempotencyKeySchema.setClass(IdempotencyKey);
