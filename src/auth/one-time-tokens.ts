// Tokens and codes that work once. What must hold under parallel use is a single statement each.
import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { deleteInBatches } from '#libs/orm';
import { digestOf, newToken, SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import { OneTimeToken, type TokenPurpose } from './one-time-token.entity.js';

/** Seconds. A link is read when somebody gets to their mails, a code while they wait for it. */
const lifetimes: Readonly<Record<TokenPurpose, number>> = {
  verify_email: 2 * 86_400,
  verify_phone: 600,
  reset_by_link: 3_600,
  reset_by_code: 600,
  reopen_by_link: 2 * 86_400,
  reopen_by_code: 600,
};
/**
 * Guesses at one code. A number is verified by who is signed in: five in a million. A forgotten password is anybody's guess: twenty in a
 * million over all networks, of which one has three (`LoginLock.takeCode`), so that a stranger cannot cheaply void what the owner was sent.
 * An account that is to be reopened is the same.
 */
const mostAttempts = { verify_phone: 5, reset_by_code: 20, reopen_by_code: 20 } as const;

/** One that was shown to us and is good. It may have been used, where the same may be done twice: {@link OneTimeTokens.use} tells. */
export interface ShownToken {
  readonly customer: string;
  readonly purpose: TokenPurpose;
  readonly secret: string;
  readonly destination: string;
}

export type TokenUse = 'now' | 'before' | 'void';

@Injectable()
export class OneTimeTokens {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** A token for a link to `destination`; those made before are void. */
  async newToken(customer: string, purpose: TokenPurpose, destination: string): Promise<string> {
    const token = newToken();
    await this.put(customer, purpose, digestOf(token), destination);
    return token;
  }

  /** Six digits for a message to `destination`; those made before are void. */
  async newCode(customer: string, purpose: TokenPurpose, destination: string): Promise<string> {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await this.put(customer, purpose, this.codeMark(customer, purpose, code), destination);
    return code;
  }

  /** Looks at what a link carries, without using it. Null when it is unknown or expired, or used, unless that is as good. */
  async lookAt(
    token: string,
    purpose: TokenPurpose,
    options: { evenIfUsed?: boolean } = {},
  ): Promise<ShownToken | null> {
    const used = options.evenIfUsed ? {} : { usedAt: null };
    const found = await this.em.findOne(
      OneTimeToken,
      { secret: digestOf(token), purpose, expiresAt: { $gt: this.clock.now() }, ...used },
      { disableIdentityMap: true },
    );
    return (
      found && { customer: found.customer, purpose, secret: found.secret, destination: found.destination }
    );
  }

  /**
   * Whether `code` is the one that was sent, without using it. Every guess counts, before it is compared: of any number that come at
   * once, so many are looked at. Not to be called in a transaction, which would undo the count.
   */
  async guess(
    customer: string,
    purpose: keyof typeof mostAttempts,
    code: string,
    options: { evenIfUsed?: boolean } = {},
  ): Promise<ShownToken | null> {
    const [row] = await this.em.execute<{ secret: string; destination: string }[]>(
      `update one_time_tokens set attempts = attempts + 1
       where customer_id = ? and purpose = ? and (used_at is null or ?) and expires_at > ? and attempts < ?
       returning secret, destination`,
      [customer, purpose, options.evenIfUsed ?? false, this.clock.now(), mostAttempts[purpose]],
    );
    const isRight =
      row && this.secrets.isMark('one-time-code', codeText(customer, purpose, code), row.secret);
    return isRight ? { customer, purpose, ...row } : null;
  }

  /**
   * Uses it up, in the transaction of what it is good for.
   * @returns `before` when it had been used, here or by somebody faster; `void` when its time is over or a newer one has been sent
   */
  async use({ customer, purpose, secret }: ShownToken): Promise<TokenUse> {
    const now = this.clock.now();
    const used = await this.em.execute<unknown[]>(
      `update one_time_tokens set used_at = ?
       where customer_id = ? and purpose = ? and secret = ? and used_at is null and expires_at > ? returning 1 as used`,
      [now, customer, purpose, secret, now],
    );
    if (used.length === 1) return 'now';
    const known = { customer, purpose, secret, expiresAt: { $gt: now } };
    return (await this.em.count(OneTimeToken, known)) === 1 ? 'before' : 'void';
  }

  /** Makes those of `purposes` worthless that are still out. */
  async void(customer: string, ...purposes: readonly TokenPurpose[]): Promise<void> {
    await this.em.nativeDelete(OneTimeToken, { customer, purpose: { $in: [...purposes] } });
  }

  wasSentTo(token: ShownToken, destination: string | null | undefined): boolean {
    return destination != null && this.secrets.isMark('one-time-destination', destination, token.destination);
  }

  /** @returns how many */
  removeExpired(signal?: AbortSignal): Promise<number> {
    const isOver = { expiresAt: { $lte: this.clock.now() } };
    return deleteInBatches(this.em, OneTimeToken, isOver, { orderBy: 'expiresAt', signal });
  }

  private async put(
    customer: string,
    purpose: TokenPurpose,
    secret: string,
    destination: string,
  ): Promise<void> {
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + lifetimes[purpose] * 1000);
    const mark = this.secrets.mark('one-time-destination', destination);
    await this.em.execute(
      `insert into one_time_tokens (customer_id, purpose, secret, destination, expires_at, created_at, updated_at)
       values (?, ?, ?, ?, ?, ?, ?)
       on conflict (customer_id, purpose) do update set secret = excluded.secret, destination = excluded.destination,
         expires_at = excluded.expires_at, attempts = 0, used_at = null, updated_at = excluded.updated_at`,
      [customer, purpose, secret, mark, expiresAt, now, now],
    );
  }

  private codeMark(customer: string, purpose: TokenPurpose, code: string): string {
    return this.secrets.mark('one-time-code', codeText(customer, purpose, code));
  }
}

/** Bound to whom and what it is for: a code of somebody else is another mark. */
function codeText(customer: string, purpose: TokenPurpose, code: string): string {
  return `${customer}:${purpose}:${code}`;
}
