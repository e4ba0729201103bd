// Who calls with the token of an app, at this moment. Nothing is remembered between two requests: what a person takes back, or may do no
// more, is noticed with the next one in every process. What somebody has made up costs no look at the database.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import type { AppResource } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { permissionsIn } from '../../access/app-scopes.js';
import { resourceAddress } from '../../config/app-resources.js';
import { Settings } from '../../config/settings.js';
import { AccountsService, type SessionAccount } from '../../sessions/accounts.service.js';
import { OAuthGrant } from './oauth-grant.entity.js';
import { readAccessToken } from './token.form.js';

/** How exactly the last use is kept. */
const lastUseMs = 60_000;

@Injectable()
export class GrantCallersService {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Null for a token that is none, has expired, was made for something else than `resource`, or whose grant or person is not let in any more. */
  async actorOf(token: string, resource: AppResource): Promise<Actor | null> {
    const facts = readAccessToken(this.secrets, token);
    if (!facts || facts.expiresAt <= this.clock.now()) return null;
    return this.load(facts.grantId, resource);
  }

  /** The same app at this moment, for connections that outlive a request; null when it would not be let in any more. */
  async again({ grantId }: Actor, resource: AppResource): Promise<Actor | null> {
    return grantId === undefined ? null : this.load(grantId, resource);
  }

  /** With an entity manager of its own: what is read here must not be what a use case later takes for the row that it has locked. */
  private load(grantId: string, resource: AppResource): Promise<Actor | null> {
    return RequestContext.create(this.em, async () => {
      const now = this.clock.now();
      const grant = await this.em.findOne(OAuthGrant, { id: grantId });
      if (!grant?.redeemedAt || !grant.isAlive(now)) return null;
      if (grant.resource !== resourceAddress(this.settings, resource)) return null;
      const account = await this.accounts.load(grant.owner());
      if (!account?.isActive) return null;
      await this.noteUse(grant, now);
      return this.actingFor(account, grant);
    });
  }

  private actingFor(
    { kind, id, role, lacksSecondFactor, permissions }: SessionAccount,
    grant: OAuthGrant,
  ): Actor {
    const scopes = permissionsIn(grant.scopes);
    const held = lacksSecondFactor ? [] : scopes.filter((permission) => permissions.has(permission));
    return {
      kind,
      id,
      role,
      lacksSecondFactor,
      permissions: new Set(held),
      scopes: new Set(scopes),
      grantId: grant.id,
      requestsPerMinute: this.settings.API_KEY_RATE_LIMIT,
    };
  }

  /** One statement and not the entity: of those who come at once, one writes. */
  private async noteUse({ id, lastUsedAt }: OAuthGrant, now: Date): Promise<void> {
    const before = new Date(now.getTime() - lastUseMs);
    if (lastUsedAt && lastUsedAt > before) return;
    const unnoted = { $or: [{ lastUsedAt: null }, { lastUsedAt: { $lte: before } }] };
    await this.em.nativeUpdate(OAuthGrant, { id, ...unnoted }, { lastUsedAt: now });
  }
}
