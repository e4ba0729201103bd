// A session is one login: what the refresh tokens descend from, what is listed and revoked. Ending it ends every token of it.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import type { AccountKind } from './accounts.service.js';

const kinds = ['customer', 'staff'] as const satisfies readonly AccountKind[];
const endings = ['logout', 'revoked', 'reuse', 'displaced', 'password', 'account'] as const;

/** Why a session ended: `displaced` by a newer one of the account, `account` because that was suspended or deleted. */
export type SessionEnding = (typeof endings)[number];

const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  indexes: [{ properties: ['accountKind', 'accountId', 'createdAt'] }],
  properties: {
    id: idColumn(),
    accountKind: p.enum(kinds),
    accountId: p.uuid(),
    /** What the client called itself, shortened. */
    userAgent: p.string().length(300).nullable(),
    address: p.string().length(45).nullable(),
    /** To the minute: it is not worth a write on every request. */
    lastUsedAt: p.datetime(),
    /** No token of it works after this, whatever its own expiry. */
    expiresAt: p.datetime().index(),
    endedAt: p.datetime().nullable(),
    endedBecause: p.enum(endings).nullable(),
    /** SHA-256, hex, of the cookie by which a browser page uses this session. */
    cookieHash: p.string().columnType('char(64)').nullable().unique(),
    ...timestampColumns(),
  },
});
export class Session extends SessionSchema.class {
  isAlive(now: Date): boolean {
    return this.endedAt == null && this.expiresAt > now;
  }

  /** @returns whether it had not ended before */
  end(now: Date, because: SessionEnding): boolean {
    if (this.endedAt) return false;
    this.endedAt = now;
    this.endedBecause = because;
    return true;
  }
}
SessionSchema.setClass(Session);

const RefreshTokenSchema = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_tokens',
  properties: {
    id: idColumn(),
    session: () => p.manyToOne(Session).index().deleteRule('cascade'),
    /** SHA-256 of the token, hex: the token itself is random enough to need no slow hash. */
    hash: p.string().columnType('char(64)').unique(),
    /** It is used once; a second time, unless at once, ends the session: one of the two who hold it has stolen it. */
    usedAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class RefreshToken extends RefreshTokenSchema.class {}
RefreshTokenSchema.setClass(RefreshToken);
