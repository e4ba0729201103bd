// The signing keys, as this process knows them. It looks for those that another process has made every minute, and when a token
// comes whose key it does not know.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { EntityManager, type RequiredEntityData } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Interval } from '@nestjs/schedule';
import { createSigner, createVerifier } from 'fast-jwt';
import { z } from 'zod';
import { lockFor } from '#libs/orm';
import { SealBroken, SecretBox, newToken } from '#libs/secrets';
import { Clock } from '#libs/time';
import { accountKinds } from './accounts.service.js';
import { SigningKey, signingAlgorithm } from './signing-key.entity.js';

/** Fixed on both sides: a token made for anything else is refused. */
const issuer = 'home-services';
const audience = 'home-services-api';

const sealPurpose = 'signing-key';
export const reloadMs = 60_000;
/** Between looks for an unknown key: tokens that are made up cost one query a second at most. */
const lookAgainMs = 1_000;

/** Seconds since 1970. */
const moment = z.number().min(0).max(8_640_000_000_000);

/** What is in a token beside issuer and audience. Who signed it is no reason to look for whatever it says. */
const claimsForm = z.object({
  sub: z.uuid(),
  kind: z.enum(accountKinds),
  /** Id of the session. */
  sid: z.uuid(),
  jti: z.string().optional(),
  iat: moment.optional(),
  exp: moment,
  nbf: moment.optional(),
});
export type TokenClaims = z.output<typeof claimsForm>;

interface KnownKey {
  row: SigningKey;
  sign: ((claims: TokenClaims) => string) | undefined;
  /** Throws unless it is signed by this key and made for us. Times are left to the caller, who has the clock. */
  verify: (token: string) => unknown;
}

@Injectable()
export class SigningKeys implements OnModuleInit {
  private readonly logger = new Logger('SigningKeys');
  /** Newest first. */
  private keys: readonly KnownKey[] = [];
  /**
   * By the header that each puts before its tokens, letter by letter, so that nothing of a header is ever parsed or believed: another
   * algorithm, no algorithm, a key of the caller's own are all simply unknown.
   */
  private byHeader: ReadonlyMap<string, KnownKey> = new Map();
  /** How often keys have gone. What was verified before that counts for nothing. */
  removals = 0;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private loading: Promise<void> | undefined;

  constructor(
    private readonly em: EntityManager,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.reload();
    if (this.keys.some(({ sign }) => sign)) return;
    const first = this.newKey(this.clock.now());
    await (this.em.fork() as SqlEntityManager).transactional(async (em) => {
      await lockKeys(em);
      const others = await em.find(SigningKey, {});
      if (!others.some((row) => this.known(row).sign)) em.create(SigningKey, first);
    });
    await this.reload();
  }

  sign(claims: TokenClaims): string {
    const now = this.clock.now();
    const able = this.keys.filter(({ sign, row }) => sign && !row.isRetired(now));
    // The oldest where the clock stands before all of them.
    const key = able.find(({ row }) => row.isActive(now)) ?? able.at(-1);
    if (!key) throw new Error('There is no key to sign with.');
    return key.sign!(claims);
  }

  /** The claims of a token that was signed by a key of ours, for us. Undefined for any other; whether it is its time is not asked. */
  verify(token: string): TokenClaims | undefined {
    const key = this.byHeader.get(headerOf(token));
    if (!key || key.row.isRetired(this.clock.now())) return undefined;
    try {
      return claimsForm.safeParse(key.verify(token)).data;
    } catch {
      return undefined;
    }
  }

  /** Whether another process may know the key of this token: it looks like one, and we do not. */
  mayBeUnknown(token: string): boolean {
    return looksSigned.test(token) && !this.byHeader.has(headerOf(token));
  }

  /** All look together, and not more often than once a second. */
  async lookForNew(): Promise<void> {
    if (this.loading) return this.loading;
    const now = this.clock.now().getTime();
    if (Math.abs(now - this.lookedAt) < lookAgainMs) return;
    this.lookedAt = now;
    this.loading = this.reload().finally(() => (this.loading = undefined));
    return this.loading;
  }

  /** A timer and no job: each process has its own copy. */
  @Interval(reloadMs)
  async reload(): Promise<void> {
    const rows = await this.em.fork().find(SigningKey, {}, { orderBy: { activatesAt: 'desc', kid: 'desc' } });
    const before = new Map(this.keys.map((key) => [key.row.kid, key]));
    this.keys = rows.map((row) => ({ ...(before.get(row.kid) ?? this.known(row)), row }));
    const kids = new Set(rows.map(({ kid }) => kid));
    if ([...before.keys()].some((kid) => !kids.has(kid))) this.removals++;
    this.byHeader = new Map(this.keys.map((key) => [headerText(key.row.kid), key]));
  }

  /** Those that somebody may still need to verify with, the next one included (RFC 7517). */
  published(): JsonWebKey[] {
    const now = this.clock.now();
    return this.keys
      .filter(({ row }) => !row.isRetired(now))
      .map(({ row: { kid, publicJwk } }) => ({ ...publicJwk, kid, alg: signingAlgorithm, use: 'sig' }));
  }

  /** A row that is still to be written. */
  newKey(activatesAt: Date): RequiredEntityData<SigningKey> {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const kid = newToken().slice(0, 16);
    const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
    return {
      kid,
      algorithm: signingAlgorithm,
      createdAt: this.clock.now(),
      activatesAt,
      retiresAt: null,
      publicJwk: publicKey.export({ format: 'jwk' }),
      privateKey: this.secrets.seal(sealPurpose, pkcs8, kid),
    };
  }

  private known(row: SigningKey): KnownKey {
    const publicKey = createPublicKey({ key: row.publicJwk, format: 'jwk' });
    const verify = createVerifier({
      key: publicKey.export({ type: 'spki', format: 'pem' }),
      algorithms: [signingAlgorithm],
      allowedIss: issuer,
      allowedAud: audience,
      requiredClaims: ['iss', 'aud'],
      ignoreExpiration: true,
      ignoreNotBefore: true,
    });
    return { row, sign: this.signerOf(row), verify };
  }

  /** Undefined for a key that was sealed with another SECRET_KEY: it goes on verifying, and another one has to sign. */
  private signerOf({ kid, privateKey }: SigningKey): KnownKey['sign'] {
    try {
      const pkcs8 = this.secrets.open(sealPurpose, privateKey, kid);
      const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
      return createSigner({
        key: key.export({ type: 'pkcs8', format: 'pem' }),
        algorithm: signingAlgorithm,
        kid,
        iss: issuer,
        aud: audience,
      });
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      this.logger.warn({ kid }, 'A signing key was sealed with another SECRET_KEY and cannot sign.');
      return undefined;
    }
  }
}

/** Whoever makes a key holds it until the end of the transaction: of two who start at once, one makes the first. */
export async function lockKeys(em: SqlEntityManager): Promise<void> {
  await lockFor(em, 'sessions.signing_keys');
}

const looksSigned = /^[\w-]{20,200}\.[\w-]+\.[\w-]+$/;

/** As `createSigner` writes it; a test compares the two. */
function headerText(kid: string): string {
  return Buffer.from(JSON.stringify({ alg: signingAlgorithm, typ: 'JWT', kid })).toString('base64url');
}

function headerOf(token: string): string {
  return token.slice(0, Math.max(0, token.indexOf('.')));
}
