import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { z } from 'zod';
import { inBatches, lockFor } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import { Settings } from '../../config/settings.js';
import { AttemptsService, callerNetwork, type AttemptPolicy } from '../../sessions/attempts.service.js';
import { OAuthRefusal, TooManyClients } from '../oauth.errors.js';
import type { RegisterClientInput, registeredClientView } from './client.schemas.js';
import { ClientDocuments, isDocumentAddress } from './client-documents.js';
import type { KnownClient } from './known-client.js';
import { OAuthClient } from './oauth-client.entity.js';

/** Of one network: mobile carriers and the servers of an assistant put many people behind one address. */
const fewRegistrations: AttemptPolicy = { waits: [0], window: 3_600, most: 100 };
/** So long nobody displaces an app that has registered: its person is reading what it asks for. */
const waitingMs = 10 * 60_000;
/** Of one that was connected and is so no more: it may come back with the id that it has kept. */
const keptMs = 30 * dayMs;
const batchSize = 500;
const isId = z.uuid();

const removalStatement = `
  delete from oauth_clients where id in (
    select id from oauth_clients
    where (connected_at is null and created_at <= ?)
      or (connected_at <= ? and not exists (select 1 from oauth_grants where client_id = oauth_clients.id::text))
    limit ? for update skip locked)
  returning id`;

@Injectable()
export class ClientsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly documents: ClientDocuments,
    private readonly attempts: AttemptsService,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** @throws OAuthRefusal when nobody is known by that id, or their document cannot be had */
  async find(id: string): Promise<KnownClient> {
    if (/^https?:/i.test(id)) return this.documents.get(id);
    const registered = isId.safeParse(id).success ? await this.em.findOne(OAuthClient, { id }) : null;
    if (!registered) throw new OAuthRefusal('invalid_client', 'The app is not known: let it register again.');
    const { name, redirectUris } = registered;
    return { id: registered.id, name, redirectUris, registered };
  }

  /**
   * Anybody may: there are never more than a setting says that nobody has connected.
   * @throws TooManyClients
   */
  async register(input: RegisterClientInput): Promise<z.output<typeof registeredClientView>> {
    const taken = await this.attempts.take(['oauth-register', callerNetwork()], fewRegistrations);
    if (!taken.allowed) throw new TooManyClients(taken.retryAfterSeconds);
    const { client_name: name, redirect_uris: redirectUris } = input;
    const { id, createdAt } = await this.em.transactional(async (em) => {
      const now = this.clock.now();
      await this.makeRoom(em, now);
      return em.create(OAuthClient, { name, redirectUris, createdAt: now });
    });
    return {
      client_id: id,
      client_id_issued_at: Math.floor(createdAt.getTime() / 1000),
      client_name: name,
      redirect_uris: redirectUris,
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    };
  }

  /** Whether an app that has registered is still there; of one that describes itself nothing is kept that could be gone. */
  async isKnown(id: string): Promise<boolean> {
    if (isDocumentAddress(id, true)) return true;
    return isId.safeParse(id).success && (await this.em.count(OAuthClient, { id })) === 1;
  }

  /** Of apps whose grants were removed, in that transaction: those that have no other. */
  async removeWithoutGrants(ids: readonly string[]): Promise<void> {
    const registered = ids.filter((id) => isId.safeParse(id).success);
    await this.em.execute(
      `delete from oauth_clients where id = any(?::uuid[])
       and not exists (select 1 from oauth_grants where client_id = oauth_clients.id::text)`,
      [`{${registered.join()}}`],
    );
  }

  /** Those that nobody has let in within a day, and those that nobody lets in any more. @returns how many */
  removeUnused(signal?: AbortSignal): Promise<number> {
    const now = this.clock.now().getTime();
    const before = [new Date(now - dayMs), new Date(now - keptMs)];
    const removeSome = (limit: number) =>
      this.em.fork().transactional(async (em) => {
        const removed = await em.execute<unknown[]>(removalStatement, [...before, limit]);
        return removed.length;
      });
    return inBatches(batchSize, removeSome, signal);
  }

  /** For one more. One registration after the other, so that the limit is exact. */
  private async makeRoom(em: SqlEntityManager, now: Date): Promise<void> {
    await lockFor(em, 'oauth.clients');
    const most = this.settings.APP_CLIENTS_WAITING;
    if ((await em.count(OAuthClient, { connectedAt: null })) < most) return;
    const displaced = await em.execute<unknown[]>(
      `delete from oauth_clients where id in (
         select id from oauth_clients where connected_at is null and created_at <= ?
         order by created_at limit 1 for update skip locked) returning id`,
      [new Date(now.getTime() - waitingMs)],
    );
    if (displaced.length === 0) throw new TooManyClients(waitingMs / 1000);
  }
}
