// What a person has let one app do: made by their consent, used with tokens, ended by them, by the app, or by time. The code, the access tokens
// and the refresh tokens of a grant are worked out from its id (`token.form.ts`): the row only says which of them still count.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import type { AppScope } from '../../access/app-scopes.js';
import type { AccountKind, AccountRef } from '../../sessions/accounts.service.js';

const kinds = ['customer', 'staff'] as const satisfies readonly AccountKind[];

/** Why it ended: `signed_out` with all sessions of the person, `reuse` because a code or refresh token came twice. */
export const grantEndings = ['revoked', 'by_client', 'signed_out', 'reuse'] as const;
export type GrantEnding = (typeof grantEndings)[number];

const OAuthGrantSchema = defineEntity({
  name: 'OAuthGrant',
  tableName: 'oauth_grants',
  indexes: [
    { name: 'oauth_grants_owner_index', properties: ['ownerId', 'id'] },
    { name: 'oauth_grants_client_index', properties: ['clientId'] },
  ],
  checks: [
    { name: 'oauth_grants_ended_check', expression: '(ended_at is null) = (ended_because is null)' },
    { name: 'oauth_grants_redeemed_check', expression: '(redeemed_at is null) = (generation = 0)' },
  ],
  properties: {
    id: idColumn(),
    ownerKind: p.enum(kinds),
    ownerId: p.uuid(),
    /** Of one that has registered its id; of one that describes itself the address of its document. */
    clientId: p.string().length(500),
    /** As the person has read it. */
    clientName: p.string().length(80),
    redirectUri: p.string().length(1000),
    /** SHA-256 of the verifier, base64url (PKCE, S256). */
    codeChallenge: p.string().columnType('char(43)').hidden(),
    /** The audience of its tokens: the address of what they open. */
    resource: p.string().length(1000),
    scopes: p.array().$type<AppScope[]>(),
    /** When the code was traded for tokens. It counts once. */
    redeemedAt: p.datetime().nullable(),
    /** Of the refresh token that counts; 0 before there is one. */
    generation: p.integer().default(0),
    refreshedAt: p.datetime().nullable(),
    /** Of the code at first, then of the refresh token. Nothing of it works after this. */
    expiresAt: p.datetime().index(),
    endedAt: p.datetime().nullable(),
    endedBecause: p.enum(grantEndings).nullable(),
    /** To the minute. */
    lastUsedAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class OAuthGrant extends OAuthGrantSchema.class {
  owner(): AccountRef {
    return { kind: this.ownerKind, id: this.ownerId };
  }

  isAlive(now: Date): boolean {
    return this.endedAt == null && this.expiresAt > now;
  }

  /** The first refresh token counts from now on. */
  redeem(now: Date, expiresAt: Date): void {
    this.redeemedAt = now;
    this.rotate(now, expiresAt);
  }

  /** The next refresh token counts from now on, and none before it. */
  rotate(now: Date, expiresAt: Date): void {
    this.generation += 1;
    this.refreshedAt = now;
    this.expiresAt = expiresAt;
  }

  /**
   * Whether the refresh token of that generation was only just traded and nobody has come with its successor since: a client whose answer
   * was lost, or two of its threads.
   */
  mayRetry(generation: number, now: Date, retryMs: number): boolean {
    if (generation === 0 || generation !== this.generation - 1 || !this.refreshedAt) return false;
    return now.getTime() - this.refreshedAt.getTime() < retryMs;
  }

  /** @returns whether it had not ended before */
  end(now: Date, because: GrantEnding): boolean {
    if (this.endedAt) return false;
    this.endedAt = now;
    this.endedBecause = because;
    return true;
  }
}
OAuthGrantSchema.setClass(OAuthGrant);
