// Who calls with a key, at this moment. The answer is remembered for a moment, as it is for sessions.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Background } from '#libs/background';
import { BoundedMap } from '#libs/cache';
import { currentRequest } from '#libs/observability';
import { digestOf } from '#libs/secrets';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { Settings } from '../config/settings.js';
import { AccountsService, type Account } from '../sessions/accounts.service.js';
import { ApiKey } from './api-key.entity.js';
import { prefixOf } from './api-key.form.js';

/** How long an answer is believed. Keys of staff are looked up on every request: what staff may do can change. */
const believedMs = 900;
/** How exactly the last use is kept. */
const lastUseMs = 60_000;
const answersRemembered = 10_000;

interface Answer {
  actor: Actor | null;
  /** Milliseconds since 1970. */
  until: number;
}

@Injectable()
export class LiveKeys {
  /** By digest, so that no key stays in memory. */
  private readonly answers = new BoundedMap<string, Answer>(answersRemembered);
  /** How often something was forgotten. A look-up that began before must not be remembered after. */
  private forgotten = 0;

  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly background: Background,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /**
   * Null for a key that is malformed, unknown, expired, revoked, or whose owner may not sign in. At once, without a promise, where it was
   * asked a moment ago.
   */
  actorOf(key: string): Actor | null | Promise<Actor | null> {
    const prefix = prefixOf(key);
    if (!prefix) return null;
    const hash = digestOf(key);
    const now = this.clock.now();
    const known = this.answers.get(hash);
    return known && now.getTime() < known.until ? known.actor : this.lookUp(prefix, hash, now);
  }

  /** To be called when keys were changed or revoked here, and that is committed: the next request notices. */
  forget(hashes: readonly string[]): void {
    this.forgotten += 1;
    for (const hash of hashes) this.answers.delete(hash);
  }

  private async lookUp(prefix: string, hash: string, now: Date): Promise<Actor | null> {
    const { forgotten } = this;
    const answer = await this.read(prefix, hash, now);
    const isStaff = answer.actor?.kind === 'staff';
    if (!isStaff && forgotten === this.forgotten) this.answers.set(hash, answer);
    return answer.actor;
  }

  /** With an entity manager of its own: what is read here must not be what a use case later takes for the row that it has locked. */
  private read(prefix: string, hash: string, now: Date): Promise<Answer> {
    return RequestContext.create(this.em, async () => {
      const until = now.getTime() + believedMs;
      const key = await this.em.findOne(ApiKey, { prefix });
      const opensUntil = key?.opensUntil(hash, now);
      const account = key && opensUntil && (await this.accounts.load(key.owner()));
      if (!key || !opensUntil || !account?.isActive) return { actor: null, until };
      this.noteUse(key, now);
      return { actor: this.actingFor(account, key), until: Math.min(until, opensUntil.getTime()) };
    });
  }

  private actingFor({ kind, id, role, lacksSecondFactor, permissions }: Account, key: ApiKey): Actor {
    const held = lacksSecondFactor ? [] : key.scopes.filter((scope) => permissions.has(scope));
    return {
      ...{ kind, id, role, lacksSecondFactor },
      permissions: new Set(held),
      scopes: new Set(key.scopes),
      apiKeyId: key.id,
      requestsPerMinute: Math.min(key.requestsPerMinute, this.settings.API_KEY_RATE_LIMIT),
    };
  }

  /** Nobody waits for it. One statement and not the entity: its version, which is for those who edit the key, stays. */
  private noteUse({ id, lastUsedAt }: ApiKey, now: Date): void {
    const before = new Date(now.getTime() - lastUseMs);
    if (lastUsedAt && lastUsedAt > before) return;
    this.background.run('last use of an API key', async () => {
      await (this.em.fork() as SqlEntityManager).execute(
        `update api_keys set last_used_at = ?, last_used_address = ?
         where id = ? and (last_used_at is null or last_used_at <= ?)`,
        [now, currentRequest()?.address ?? null, id, before],
      );
    });
  }
}
