// What was answered to a creation that its caller may send again.
import { defineEntity, p, type EntityManager } from '@mikro-orm/core';
import { id, timestamps } from '#libs/orm';

const IdempotencyKeySchema = defineEntity({
  name: 'IdempotencyKey',
  tableName: 'idempotency_keys',
  uniques: [{ name: 'idempotency_keys_request_unique', properties: ['caller', 'route', 'key'] }],
  properties: {
    id: id(),
    /** Kind and id, as `customer:…`. */
    caller: p.string().length(120),
    /** Method and template of the path. */
    route: p.string().length(200),
    /** As the caller made it up. */
    key: p.string().length(255),
    /** SHA-256 over path, query and body: another request under the same key is refused. */
    requestDigest: p.string().length(43),
    status: p.smallint(),
    /** As it was sent, byte for byte. It may hold personal data of the caller. */
    body: p.text(),
    expiresAt: p.datetime().index(),
    ...timestamps(),
  },
});
export class IdempotencyKey extends IdempotencyKeySchema.class {}
IdempotencyKeySchema.setClass(IdempotencyKey);

/** Who sent a request, as far as this library can tell. */
export interface Caller {
  kind: string;
  id: string;
}

export function callerOf({ kind, id }: Caller): string {
  return `${kind}:${id}`;
}

/** Forgets every answer that is kept for `caller`: for the erasure of a person. @param em in a transaction of its own or of a larger one */
export async function forgetAnswers(em: EntityManager, caller: Caller): Promise<void> {
  await em.nativeDelete(IdempotencyKey, { caller: callerOf(caller) });
}
