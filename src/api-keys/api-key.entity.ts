// The way in for a program: it acts as its owner, with a part of what the owner may do, until it expires or is revoked.
import { timingSafeEqual } from 'node:crypto';
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import type { Permission } from '../access/roles.js';
import type { AccountKind, AccountRef } from '../sessions/accounts.service.js';

/** As times tell: no column says it. */
export const apiKeyStatuses = ['active', 'expired', 'revoked'] as const;
export type ApiKeyStatus = (typeof apiKeyStatuses)[number];

const kinds = ['customer', 'staff'] as const satisfies readonly AccountKind[];

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  indexes: [{ name: 'api_keys_owner_index', properties: ['ownerId', 'id'] }],
  checks: [
    { name: 'api_keys_limit_check', expression: 'requests_per_minute > 0' },
    { name: 'api_keys_overlap_check', expression: '(previous_hash is null) = (previous_ends_at is null)' },
  ],
  properties: {
    id: idColumn(),
    ownerKind: p.enum(kinds),
    ownerId: p.uuid(),
    name: p.string().length(80),
    /** The part of the key that may be shown, and by which it is found. It outlives the secret. */
    prefix: p.string().length(8).unique('api_keys_prefix_unique'),
    /** SHA-256 of the whole key, hex: its secret is random enough to need no slow hash. */
    hash: p.string().columnType('char(64)').hidden(),
    /** What it was before the last rotation; it works a while longer, so that the owner's programs can be told one by one. */
    previousHash: p.string().columnType('char(64)').nullable().hidden(),
    previousEndsAt: p.datetime().nullable(),
    /** What it is for. What it may do is the part of this that its owner may do at the moment. */
    scopes: p.array().$type<Permission[]>(),
    requestsPerMinute: p.integer(),
    expiresAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().nullable(),
    lastUsedAddress: p.string().length(45).nullable(),
    /** For If-Match. */
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class ApiKey extends ApiKeySchema.class {
  owner(): AccountRef {
    return { kind: this.ownerKind, id: this.ownerId };
  }

  isAlive(now: Date): boolean {
    return this.revokedAt == null && this.expiresAt > now;
  }

  /** Until when the key with this digest opens the door; null when it does not. */
  opensUntil(hash: string, now: Date): Date | null {
    if (!this.isAlive(now)) return null;
    if (isSame(this.hash, hash)) return this.expiresAt;
    const { previousHash, previousEndsAt } = this;
    if (!previousHash || !previousEndsAt || previousEndsAt <= now || !isSame(previousHash, hash)) return null;
    return previousEndsAt < this.expiresAt ? previousEndsAt : this.expiresAt;
  }

  /** At most two secrets work at a time: one that was still in its overlap stops working now. */
  rotate(hash: string, overlapEndsAt: Date): void {
    this.previousHash = this.hash;
    this.previousEndsAt = overlapEndsAt;
    this.hash = hash;
  }

  /** Digests of every secret that may have been let in. */
  hashes(): string[] {
    return this.previousHash ? [this.hash, this.previousHash] : [this.hash];
  }
}
ApiKeySchema.setClass(ApiKey);

/** In constant time, though digests of what nobody can guess would tell little. */
function isSame(known: string, given: string): boolean {
  return timingSafeEqual(Buffer.from(known), Buffer.from(given));
}
