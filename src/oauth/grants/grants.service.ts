// What people have let apps do: opened by their consent, traded for tokens, ended. Every use of a code or a refresh token locks its grant, so
// that of two that come at once the second sees what the first has done.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode, type FilterQuery } from '@mikro-orm/core';
import { deleteInBatches, lockFor, newId } from '#libs/orm';
import { SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import { Unauthenticated } from '../../access/access.errors.js';
import { systemActor, type Actor } from '../../access/actor.js';
import { FindsOwner } from '../../access/resource-owners.js';
import { AuditService } from '../../audit/audit.service.js';
import { AccountsService, type AccountKind, type AccountRef } from '../../sessions/accounts.service.js';
import { SessionsService } from '../../sessions/sessions.service.js';
import { EndsWithSessions, type SignOutFollower } from '../../sessions/sign-outs.service.js';
import type { CheckedRequest } from '../authorization/authorization-request.js';
import { ClientsService } from '../clients/clients.service.js';
import { OAuthGrant, type GrantEnding } from './oauth-grant.entity.js';
import { codeOf } from './token.form.js';

/** The app trades it at once. */
const codeMs = 2 * 60_000;
/** Of one person, ended ones included until their time is over: one more takes the place of what has been used least lately. */
const mostGrants = 50;

@EndsWithSessions()
@Injectable()
export class GrantsService implements SignOutFollower {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly clients: ClientsService,
    private readonly audit: AuditService,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('connected_app')
  async ownerOf(id: string) {
    return (await this.em.findOne(OAuthGrant, { id }))?.owner() ?? null;
  }

  /**
   * Within the caller's transaction.
   * @returns the code
   * @throws Unauthenticated when the session of the actor has ended since it was asked who they are
   */
  async open(actor: Actor, request: CheckedRequest): Promise<string> {
    const owner = { kind: actor.kind as AccountKind, id: actor.id };
    await this.lockAccount(owner);
    const alive = await this.sessions.listOf(owner);
    if (!alive.some(({ id }) => id === actor.sessionId)) throw new Unauthenticated();
    await this.makeRoom(owner);
    const now = this.clock.now();
    const { clientId, clientName, redirectUri, codeChallenge, resource, scopes } = request;
    const grant = this.em.create(OAuthGrant, {
      id: newId(),
      ownerKind: owner.kind,
      ownerId: owner.id,
      clientId,
      clientName,
      redirectUri,
      codeChallenge,
      resource,
      scopes,
      expiresAt: new Date(now.getTime() + codeMs),
      createdAt: now,
    });
    await this.record(actor, 'connected', grant, { clientId, scopes });
    this.accounts.notify(owner, 'app_connected');
    return codeOf(this.secrets, grant.id);
  }

  /** Locked, as it is now; null when there is none. Within the caller's transaction. */
  lock(where: FilterQuery<OAuthGrant>): Promise<OAuthGrant | null> {
    return this.em.findOne(OAuthGrant, where, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  }

  /** Of a locked one, in that transaction. Done again, it changes nothing. */
  async end(actor: Actor, grant: OAuthGrant, because: GrantEnding): Promise<void> {
    if (!grant.end(this.clock.now(), because)) return;
    if (because === 'reuse') this.accounts.notify(grant.owner(), 'app_token_reused');
    await this.record(actor, 'disconnected', grant, { because });
  }

  /** See {@link SignOutFollower}. What is being opened for the account is waited for, and ends. */
  async endAll({ kind, id }: AccountRef): Promise<void> {
    await this.lockAccount({ kind, id });
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const wanted = { ownerKind: kind, ownerId: id, endedAt: null, expiresAt: { $gt: this.clock.now() } };
    const found = await this.em.find(OAuthGrant, wanted, { lockMode, orderBy: { id: 'asc' }, refresh: true });
    for (const grant of found) await this.end(systemActor('sign_out'), grant, 'signed_out');
  }

  /** @returns how many are past their time */
  removeExpired(signal?: AbortSignal): Promise<number> {
    const isOver = { expiresAt: { $lte: this.clock.now() } };
    return deleteInBatches(this.em, OAuthGrant, isOver, { orderBy: 'expiresAt', signal });
  }

  /** Whoever signs the person out waits for a consent that is under way and ends it too, or the consent sees that they are signed out. */
  private lockAccount({ kind, id }: AccountRef): Promise<void> {
    return lockFor(this.em, 'oauth.account', kind, id);
  }

  /** For one more. Only so many are kept of anybody, however often they connect and disconnect. */
  private async makeRoom({ kind, id }: AccountRef): Promise<void> {
    const grants = await this.em.find(
      OAuthGrant,
      { ownerKind: kind, ownerId: id },
      { fields: ['id', 'clientId', 'endedAt', 'lastUsedAt', 'createdAt'], disableIdentityMap: true },
    );
    const rank = (grant: (typeof grants)[number]) =>
      grant.endedAt ? 0 : (grant.lastUsedAt ?? grant.createdAt).getTime();
    const displaced = grants
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, Math.max(0, grants.length - mostGrants + 1));
    if (displaced.length === 0) return;
    await this.em.nativeDelete(OAuthGrant, { id: { $in: displaced.map((grant) => grant.id) } });
    await this.clients.removeWithoutGrants(displaced.map((grant) => grant.clientId));
  }

  private record(actor: Actor, what: string, { id, ownerId }: OAuthGrant, after: object): Promise<void> {
    return this.audit.record(actor, {
      action: `app.${what}`,
      object: { type: 'connected_app', id },
      person: ownerId,
      after: { ...after },
    });
  }
}
