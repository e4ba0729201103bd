import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode, type FilterQuery } from '@mikro-orm/core';
import type { z } from 'zod';
import { NotFound } from '#libs/errors';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { lockFor } from '#libs/orm';
import { digestOf } from '#libs/secrets';
import { Clock, dayMs } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { FindsOwner } from '../access/resource-owners.js';
import { AuditService } from '../audit/audit.service.js';
import { Settings } from '../config/settings.js';
import { AccountsService, type AccountRef } from '../sessions/accounts.service.js';
import { ApiKey, type ApiKeyStatus } from './api-key.entity.js';
import { newPrefix } from './api-key.form.js';
import { ApiKeyDead, LimitTooHigh, ScopeNotHeld, TooManyApiKeys } from './api-keys.errors.js';
import {
  apiKeysList,
  apiKeyView,
  type ChangeApiKeyInput,
  type CreateApiKeyInput,
  type ListAllApiKeys,
  type ListApiKeys,
  type newApiKeyView,
  type RotateApiKeyInput,
} from './api-keys.schemas.js';
import { ApiKeyCache } from './api-key-cache.js';
import { ownerOf } from './password-proof.guard.js';

/** Keys of one owner that can be used at a time. */
const atMost = 20;
const minuteMs = 60_000;

/** What a new key has not been through. */
const unused = { previousEndsAt: null, revokedAt: null, lastUsedAt: null, lastUsedAddress: null };

/** A key as its owner sees it, and, this once, the key itself. */
type NewApiKey = z.output<typeof newApiKeyView>;

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly accounts: AccountsService,
    private readonly audit: AuditService,
    private readonly keyCache: ApiKeyCache,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  @FindsOwner('api_key')
  async ownerOf(id: string) {
    return (await this.em.findOne(ApiKey, { id }))?.owner() ?? null;
  }

  /**
   * The route takes the password: a key lives longer than a session that somebody has got hold of.
   * @throws ScopeNotHeld, LimitTooHigh, TooManyApiKeys
   */
  async create(actor: Actor, input: CreateApiKeyInput): Promise<NewApiKey> {
    const notHeld = input.scopes.filter((scope) => !actor.permissions.has(scope));
    if (notHeld.length > 0) throw new ScopeNotHeld(notHeld);
    const { requestsPerMinute = this.settings.API_KEY_RATE_LIMIT } = input;
    this.checkLimit(requestsPerMinute);
    const owner = ownerOf(actor);
    const prefix = newPrefix();
    const key = this.keyCache.issue(prefix);
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

  /** Those that no longer work included. @throws CursorInvalid, ValidationFailed */
  list(actor: Actor, query: ListApiKeys): Promise<Page<ApiKey>> {
    return this.page(mine(actor), query);
  }

  /** Of everybody, or of one owner. @throws CursorInvalid, ValidationFailed */
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
    this.keyCache.forget(changed.hashes());
    return changed;
  }

  /** Its route takes the password, as that of {@link create} does. @throws NotFound, ApiKeyDead */
  async rotate(actor: Actor, id: string, input: RotateApiKeyInput): Promise<NewApiKey> {
    const { overlapMinutes } = input;
    const { row, key, hashes } = await this.em.transactional(async (em) => {
      const now = this.clock.now();
      const row = await this.locked(em, { id, ...mine(actor) });
      if (!row.isAlive(now)) throw new ApiKeyDead();
      const hashes = row.hashes();
      const key = this.keyCache.issue(row.prefix);
      row.rotate(digestOf(key), new Date(now.getTime() + overlapMinutes * minuteMs));
      await this.record(actor, 'rotated', row, { after: { overlapMinutes } });
      return { row, key, hashes };
    });
    this.keyCache.forget(hashes);
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
    this.keyCache.forget(ended.hashes());
  }

  private checkLimit(requestsPerMinute: number): void {
    const most = this.settings.API_KEY_RATE_LIMIT;
    if (requestsPerMinute > most) throw new LimitTooHigh(most);
  }

  /** One new key at a time for each owner, whose row is of another domain: so it is their id that is locked, until the end of the transaction. */
  private async makeRoom(em: EntityManager, owner: AccountRef, now: Date): Promise<void> {
    await lockFor(em, 'api_keys.owner', owner.kind, owner.id);
    const inUse = { ownerKind: owner.kind, ownerId: owner.id, revokedAt: null, expiresAt: { $gt: now } };
    if ((await em.count(ApiKey, inUse)) >= atMost) throw new TooManyApiKeys(atMost);
  }

  /** Locked and read anew: of two changes at once the second sees the first. */
  private async locked(em: EntityManager, wanted: { id: string }): Promise<ApiKey> {
    const key = await em.findOne(ApiKey, wanted, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    if (!key) throw new NotFound('Api key', wanted.id);
    return key;
  }

  private page(owner: FilterQuery<ApiKey>, query: ListApiKeys): Promise<Page<ApiKey>> {
    const where = [owner, inStatus(query.status, this.clock.now())];
    return this.pages.read(ApiKey, apiKeysList, query, { where });
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

/** As {@link ApiKey.isAlive} decides. */
function inStatus(status: ApiKeyStatus | undefined, now: Date): FilterQuery<ApiKey> {
  if (!status) return {};
  if (status === 'revoked') return { revokedAt: { $ne: null } };
  return { revokedAt: null, expiresAt: status === 'active' ? { $gt: now } : { $lte: now } };
}

function mine(actor: Actor) {
  const { kind, id } = ownerOf(actor);
  return { ownerKind: kind, ownerId: id };
}
