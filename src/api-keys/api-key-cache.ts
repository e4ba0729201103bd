// Who calls with a key, at this moment. The answer is remembered for a moment, as it is for sessions. The limiter comes later, since it
// has to know who calls: so whatever anybody can send must cost little here.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { BoundedMap } from '#libs/cache';
import { currentRequest } from '#libs/observability';
import { digestOf, SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { Settings } from '../config/settings.js';
import { AccountsService, type SessionAccount } from '../sessions/accounts.service.js';
import { ApiKey } from './api-key.entity.js';
import { isOurs, newKey, prefixOf } from './api-key.form.js';

/** How long an answer is believed. Keys of staff are looked up on every request: what staff may do can change. */
const believedMs = 900;
/** How exactly the last use is kept. */
const lastUseMs = 60_000;
const keysRemembered = 10_000;
/** Apart from those that open: keys that have ended cannot push them out. */
const refusalsRemembered = 1_000;

interface Answer {
  actor: Actor | null;
  /** When it was asked for, not when it came. Milliseconds since 1970. */
  at: number;
  /** When the key ends by itself, of one that opens. Milliseconds since 1970. */
  endsAt: number;
}

@Injectable()
export class ApiKeyCache {
  /** All by digest, so that no key stays in memory. */
  private readonly opening = new BoundedMap<string, Answer>(keysRemembered);
  private readonly refused = new BoundedMap<string, Answer>(refusalsRemembered);
  private readonly underWay = new Map<string, { answer: Promise<Answer>; at: number }>();
  /** How often something was forgotten. A look-up that began before must not be remembered after. */
  private forgotten = 0;
  /** When the last use was kept, by id of the key. */
  private readonly noted = new BoundedMap<string, Date>(keysRemembered);

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly accounts: AccountsService,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** A new key under `prefix`, to be kept by its digest. No other text is ever looked up. */
  issue(prefix: string): string {
    return newKey(this.secrets, prefix);
  }

  /**
   * Null for a key that is malformed, not of our making, unknown, expired, revoked, or whose owner may not sign in. At once, without a
   * promise, where it was asked a moment ago or was made up.
   */
  actorOf(key: string): Actor | null | Promise<Actor | null> {
    const prefix = prefixOf(key);
    if (!prefix) return null;
    const hash = digestOf(key);
    const now = this.clock.now();
    const known = this.opening.get(hash) ?? this.refused.get(hash);
    if (known && isFresh(known, now) && now.getTime() < known.endsAt) return known.actor;
    return isOurs(this.secrets, key) ? this.share(prefix, hash, now) : null;
  }

  /** The same for a key that has opened the door before: whether it still would, and what for. Its secret may be another meanwhile. */
  actorOfId(id: string): Promise<Actor | null> {
    return RequestContext.create(this.em, async () => {
      const key = await this.em.findOne(ApiKey, { id });
      const account = key?.isAlive(this.clock.now()) ? await this.accounts.load(key.owner()) : null;
      return key && account?.isActive ? this.actingFor(account, key) : null;
    });
  }

  /** To be called when keys were changed or revoked here, and that is committed: the next request notices. */
  forget(hashes: readonly string[]): void {
    this.forgotten += 1;
    for (const hash of hashes)
      for (const remembered of [this.opening, this.refused, this.underWay]) remembered.delete(hash);
  }

  /** All who ask meanwhile wait for one look-up. Staff then look for themselves: what they may do can have changed since it began. */
  private async share(prefix: string, hash: string, now: Date): Promise<Actor | null> {
    const shared = this.underWay.get(hash);
    if (!shared || !isFresh(shared, now)) return this.begin(prefix, hash, now);
    const { actor } = await shared.answer;
    return actor?.kind === 'staff' ? (await this.read(prefix, hash)).actor : actor;
  }

  private async begin(prefix: string, hash: string, now: Date): Promise<Actor | null> {
    const { forgotten } = this;
    const lookUp = { answer: this.read(prefix, hash), at: now.getTime() };
    this.underWay.set(hash, lookUp);
    try {
      const answer = await lookUp.answer;
      if (forgotten === this.forgotten) this.remember(hash, answer);
      return answer.actor;
    } finally {
      if (this.underWay.get(hash) === lookUp) this.underWay.delete(hash);
    }
  }

  private remember(hash: string, answer: Answer): void {
    if (!answer.actor) this.refused.set(hash, answer);
    else if (answer.actor.kind !== 'staff') this.opening.set(hash, answer);
  }

  /** With an entity manager of its own: what is read here must not be what a use case later takes for the row that it has locked. */
  private read(prefix: string, hash: string): Promise<Answer> {
    return RequestContext.create(this.em, async () => {
      const now = this.clock.now();
      const key = await this.em.findOne(ApiKey, { prefix });
      const opensUntil = key?.opensUntil(hash, now);
      const account = key && opensUntil && (await this.accounts.load(key.owner()));
      const at = now.getTime();
      if (!key || !opensUntil || !account?.isActive) return { actor: null, at, endsAt: Infinity };
      await this.noteUse(key, now);
      return { actor: this.actingFor(account, key), at, endsAt: opensUntil.getTime() };
    });
  }

  private actingFor({ kind, id, role, lacksSecondFactor, permissions }: SessionAccount, key: ApiKey): Actor {
    const held = lacksSecondFactor ? [] : key.scopes.filter((scope) => permissions.has(scope));
    return {
      kind,
      id,
      role,
      lacksSecondFactor,
      permissions: new Set(held),
      scopes: new Set(key.scopes),
      apiKeyId: key.id,
      requestsPerMinute: Math.min(key.requestsPerMinute, this.settings.API_KEY_RATE_LIMIT),
    };
  }

  /** Once a minute, whoever asks. One statement and not the entity: its version, which is for those who edit the key, stays. */
  private async noteUse({ id, lastUsedAt }: ApiKey, now: Date): Promise<void> {
    const before = new Date(now.getTime() - lastUseMs);
    const last = this.noted.get(id) ?? lastUsedAt;
    if (last && last > before) return;
    this.noted.set(id, now);
    await this.em.execute(
      `update api_keys set last_used_at = ?, last_used_address = ?
       where id = ? and (last_used_at is null or last_used_at <= ?)`,
      [now, currentRequest()?.address ?? null, id, before],
    );
  }
}

/** Nothing is where the clock was set back. */
function isFresh({ at }: { at: number }, now: Date): boolean {
  return Math.abs(now.getTime() - at) < believedMs;
}
