// A refresh token is used once. All tokens that descend from one login form a family; using one twice ends the family,
// because one of the two callers is not who it says.
import { defineEntity, p } from '@mikro-orm/core';
import { id, timestamps } from '#libs/orm';
import { Customer } from './customer.entity.js';

const RefreshTokenSchema = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_tokens',
  properties: {
    id: id(),
    customer: () => p.manyToOne(Customer).index(),
    family: p.uuid().index(),
    /** SHA-256 of the token, hex: the token itself is random enough to need no slow hash. */
    hash: p.string().columnType('char(64)').unique(),
    expiresAt: p.datetime(),
    usedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    ...timestamps(),
  },
});
export class RefreshToken extends RefreshTokenSchema.class {
  isAlive(now: Date): boolean {
    return this.revokedAt == null && this.expiresAt > now;
  }
}
RefreshTokenSchema.setClass(RefreshToken);
