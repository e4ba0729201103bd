import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { z } from 'zod';
import { NotFound } from '#libs/errors';
import {
  checkVersion,
  decodeCursor,
  pageFrom,
  type ExpectedVersions,
  type Page,
  type PageQuery,
} from '#libs/http';
import { digestOf } from '#libs/secrets';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Settings } from '../config/settings.js';
import { AccountsService, type AccountRef } from '../sessions/accounts.service.js';
import { ApiKey } from './api-key.entity.js';
import { newPrefix } from './api-key.form.js';
import { ApiKeyDead, LimitTooHigh, ScopeNotHeld, TooManyApiKeys } from './api-keys.errors.js';
import {
  apiKeyView,
  type ChangeApiKeyInput,
  type CreateApiKeyInput,
  type ListAllApiKeys,
  type newApiKeyView,
  type RotateApiKeyInput,
} from './api-keys.schemas.js';
import { ApiKeyCache } from './api-key-cache.js';

/** Keys of one owner that can be used at a time. */
const atMost = 20;
const minuteMs = 60_000;
const dayMs = 86_400_000;

const listPosition = z.tuple([z.uuid()]);
/** What a new key has not been through. */
const unused = { previousEndsAt: null, revokedAt: null, lastUsedAt: null, lastUsedAddress: null };

/** A key as its owner sees it, and, this once, the key itself. */
type NewApiKey = z.output<typeof newApiKeyView>;

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly audit: AuditService,
    private readonly liveKeys: ApiKeyCache,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /**
   * It takes the password: a key lives longer than a session that somebody has got hold of.
   * @throws ScopeNotHeld, LimitTooHigh, TooManyApiKeys, and what {@link AccountsService.prove} throws
   */
  async create(actor: Actor, input: CreateApiKeyInput): Promise<NewApiKey> {
    const notHeld = input.scopes.filter((scope) => !actor.permissions.has(scope));
    if (notHeld.length > 0) throw new ScopeNotHeld(notHeld);
    const { requestsPerMinute = this.settings.API_KEY_RATE_LIMIT } = input;
    this.checkLimit(requestsPerMinute);
    const owner = ownerOf(actor);
    await this.accounts.prove(owner, input.password);
    const prefix = newPrefix();
    const key = this.liveKeys.issue(prefix);
    const row = await this.em.transactional(async (em) => {
      const now = this.clock.now();
      await this.makeRoom(em, owner, now);
      const { name, scopes } = input;
      const expiresAt = new Date(now.getTime() + input.expiresInDays * dayMs);
      const facts = { name, prefix, scopes, requestsPerMinute, expiresAt };
      const made = em.create(ApiKey, { ...mine(actor), ...facts, ...unused, hash: digestOf(key) });
      await this.record(actor, 'created', made, { after: facts });
      this.accounts.notify(owner, 'api_key_created');
      return made;
    });
    return { ...apiKeyView.parse(row), key };
  }

  /** The newest first, those that no longer work included. @throws CursorInvalid */
  list(actor: Actor, query: PageQuery): Promise<Page<ApiKey>> {
    return this.page(mine(actor), query);
  }

  /** Of everybody, or of one owner. @throws CursorInvalid */
  listAll(_actor: Actor, { owner, ...query }: ListAllApiKeys): Promise<Page<ApiKey>> {
    return this.page(owner ? { ownerId: owner } : {}, query);
  }

  /** @throws NotFound */
  async get(actor: Actor, id: string): Promise<ApiKey> {
    const key = await this.em.findOne(ApiKey, { id, ...mine(actor) });
    if (!key) throw new NotFound('Api key', id);
    return key;
  }

  /** @throws NotFound, PreconditionFailed, LimitTooHigh */
  async change(
    actor: Actor,
    id: string,
    input: ChangeApiKeyInput,
    expected: ExpectedVersions,
  ): Promise<ApiKey> {
    if (input.requestsPerMinute !== undefined) this.checkLimit(input.requestsPerMinute);
    const changed = await this.em.transactional(async (em) => {
      const key = await this.locked(em, { id, ...mine(actor) });
      checkVersion(key, expected);
      const fields = Object.keys(input) as (keyof ChangeApiKeyInput)[];
      const before = Object.fromEntries(fields.map((field) => [field, key[field]]));
      Object.assign(key, input);
      await this.record(actor, 'changed', key, { before, after: input });
      return key;
    });
    this.liveKeys.forget(changed.hashes());
    return changed;
  }

  /** It takes the password, as {@link create} does. @throws NotFound, ApiKeyDead, and what {@link AccountsService.prove} throws */
  async rotate(actor: Actor, id: string, input: RotateApiKeyInput): Promise<NewApiKey> {
    const { password, overlapMinutes } = input;
    await this.accounts.prove(ownerOf(actor), password);
    const { row, key, hashes } = await this.em.transactional(async (em) => {
      const now = this.clock.now();
      const row = await this.locked(em, { id, ...mine(actor) });
      if (!row.isAlive(now)) throw new ApiKeyDead();
      const hashes = row.hashes();
      const key = this.liveKeys.issue(row.prefix);
      row.rotate(digestOf(key), new Date(now.getTime() + overlapMinutes * minuteMs));
      await this.record(actor, 'rotated', row, { after: { overlapMinutes } });
      return { row, key, hashes };
    });
    this.liveKeys.forget(hashes);
    return { ...apiKeyView.parse(row), key };
  }

  /** One's own. Done again, it changes nothing. @throws NotFound */
  revoke(actor: Actor, id: string): Promise<void> {
    return this.end(actor, { id, ...mine(actor) });
  }

  /** Anybody's. Done again, it changes nothing. @throws NotFound */
  revokeAny(actor: Actor, id: string): Promise<void> {
    return this.end(actor, { id });
  }

  private async end(actor: Actor, wanted: { id: string }): Promise<void> {
    const ended = await this.em.transactional(async (em) => {
      const key = await this.locked(em, wanted);
      if (key.revokedAt) return key;
      key.revokedAt = this.clock.now();
      await this.record(actor, 'revoked', key, { after: { revokedAt: key.revokedAt } });
      return key;
    });
    this.liveKeys.forget(ended.hashes());
  }

  private checkLimit(requestsPerMinute: number): void {
    const most = this.settings.API_KEY_RATE_LIMIT;
    if (requestsPerMinute > most) throw new LimitTooHigh(most);
  }

  /** One new key at a time for each owner, whose row is of another domain: so it is their id that is locked, until the end of the transaction. */
  private async makeRoom(em: EntityManager, owner: AccountRef, now: Date): Promise<void> {
    await (em as SqlEntityManager).execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
      `api-keys:${owner.kind}:${owner.id}`,
    ]);
    const inUse = { ownerKind: owner.kind, ownerId: owner.id, revokedAt: null, expiresAt: { $gt: now } };
    if ((await em.count(ApiKey, inUse)) >= atMost) throw new TooManyApiKeys(atMost);
  }

  /** Locked and read anew: of two changes at once the second sees the first. */
  private async locked(em: EntityManager, wanted: { id: string }): Promise<ApiKey> {
    const key = await em.findOne(ApiKey, wanted, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    if (!key) throw new NotFound('Api key', wanted.id);
    return key;
  }

  private async page(owner: object, { limit, cursor }: PageQuery): Promise<Page<ApiKey>> {
    const before = cursor ? { id: { $lt: decodeCursor(cursor, listPosition)[0] } } : {};
    // Ids are in order of time.
    const rows = await this.em.find(
      ApiKey,
      { ...owner, ...before },
      { orderBy: { id: 'desc' }, limit: limit + 1 },
    );
    return pageFrom(rows, limit, (key) => [key.id]);
  }

  private record(
    actor: Actor,
    what: string,
    { id }: ApiKey,
    change: { before?: Record<string, unknown>; after: Record<string, unknown> },
  ): Promise<void> {
    return this.audit.record(actor, {
      action: `api_key.${what}`,
      object: { type: 'api_key', id },
      ...change,
    });
  }
}

/** Only people come here: the routes are for one's own account. */
function ownerOf(actor: Actor): AccountRef {
  return { kind: actor.kind as AccountRef['kind'], id: actor.id };
}

function mine(actor: Actor) {
  const { kind, id } = ownerOf(actor);
  return { ownerKind: kind, ownerId: id };
}
