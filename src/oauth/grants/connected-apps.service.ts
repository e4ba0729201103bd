// What people see of the apps that they have let in, and how they take it back.
import { Injectable } from '@nestjs/common';
import { EntityManager, type FilterQuery } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { PageReader, type Page } from '#libs/http';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import type { AccountKind } from '../../sessions/accounts.service.js';
import { allConnectedAppsList, type ListAllConnectedApps } from '../oauth.schemas.js';
import { shownHost } from '../clients/redirect-uri.js';
import { GrantsService } from './grants.service.js';
import { OAuthGrant } from './oauth-grant.entity.js';

@Injectable()
export class ConnectedAppsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly grants: GrantsService,
    private readonly clock: Clock,
  ) {}

  /** Those that can be used, newest first. There are never many of one person: no pages. */
  async list(actor: Actor) {
    const wanted = { ...mine(actor), ...this.alive() };
    const grants = await this.em.find(OAuthGrant, wanted, { orderBy: { createdAt: 'desc', id: 'desc' } });
    return { items: grants.map(shown) };
  }

  async listAll(query: ListAllConnectedApps): Promise<Page<ReturnType<typeof shownWithOwner>>> {
    const owner: FilterQuery<OAuthGrant> = query.owner ? { ownerId: query.owner } : {};
    const where = [owner, this.alive()];
    const { items, nextCursor } = await this.pages.read(OAuthGrant, allConnectedAppsList, query, { where });
    return { items: items.map(shownWithOwner), nextCursor };
  }

  /** One's own. @throws NotFound */
  disconnect(actor: Actor, id: string): Promise<void> {
    return this.end(actor, { id, ...mine(actor) });
  }

  /** Anybody's. @throws NotFound */
  disconnectAny(actor: Actor, id: string): Promise<void> {
    return this.end(actor, { id });
  }

  private end(actor: Actor, wanted: { id: string }): Promise<void> {
    return this.em.transactional(async () => {
      const grant = await this.grants.lock({ ...wanted, ...this.alive() });
      if (!grant) throw new NotFound('Connected app', wanted.id);
      await this.grants.end(actor, grant, 'revoked');
    });
  }

  private alive() {
    return { endedAt: null, expiresAt: { $gt: this.clock.now() } };
  }
}

function shown({
  id,
  clientId,
  clientName,
  redirectUri,
  scopes,
  createdAt,
  lastUsedAt,
  expiresAt,
}: OAuthGrant) {
  const host = shownHost(redirectUri);
  return { id, clientId, name: clientName, host, scopes, connectedAt: createdAt, lastUsedAt, expiresAt };
}

function shownWithOwner(grant: OAuthGrant) {
  const { ownerKind, ownerId } = grant;
  return { ...shown(grant), ownerKind, ownerId };
}

function mine({ kind, id }: Actor) {
  return { ownerKind: kind as AccountKind, ownerId: id };
}
