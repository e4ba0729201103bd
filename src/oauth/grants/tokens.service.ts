// Trades codes and refresh tokens for tokens, and takes them back (OAuth 2.1, sections 4.1.3 and 4.3; RFC 7009).
import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { z } from 'zod';
import { SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import { anonymousActor } from '../../access/actor.js';
import { Settings } from '../../config/settings.js';
import { AccountsService } from '../../sessions/accounts.service.js';
import { checkTarget, scopesIn } from '../authorization/authorization-request.js';
import { ClientsService } from '../clients/clients.service.js';
import { OAuthRefusal } from '../oauth.errors.js';
import type { RevokeAppInput, TokenInput, tokenView } from '../oauth.schemas.js';
import { GrantsService } from './grants.service.js';
import type { OAuthGrant } from './oauth-grant.entity.js';
import { newAccessToken, readAccessToken, readCode, readRefreshToken, refreshTokenOf } from './token.form.js';

type TokenAnswer = z.output<typeof tokenView>;
type CodeInput = Extract<TokenInput, { grant_type: 'authorization_code' }>;
type RefreshInput = Extract<TokenInput, { grant_type: 'refresh_token' }>;

/** A refusal that is returned and not thrown, so that what it comes with is committed. */
type Outcome = TokenAnswer | OAuthRefusal;

@Injectable()
export class TokensService {
  constructor(
    private readonly em: EntityManager,
    private readonly grants: GrantsService,
    private readonly clients: ClientsService,
    private readonly accounts: AccountsService,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** @throws OAuthRefusal */
  async issue(input: TokenInput): Promise<TokenAnswer> {
    // Told apart from a grant that is gone: an app that hears it registers again.
    if (!(await this.clients.isKnown(input.client_id)))
      throw new OAuthRefusal('invalid_client', 'The app is not known: let it register again.');
    const outcome = await this.em.transactional(() =>
      input.grant_type === 'authorization_code' ? this.redeem(input) : this.refresh(input),
    );
    if (outcome instanceof OAuthRefusal) throw outcome;
    return outcome;
  }

  /** Ends the grant of a token that is one; of anything else there is nothing to do. @throws OAuthRefusal when it is that of another app */
  async revoke({ token, client_id: clientId }: RevokeAppInput): Promise<void> {
    const id = (readRefreshToken(this.secrets, token) ?? readAccessToken(this.secrets, token))?.grantId;
    if (id === undefined) return;
    await this.em.transactional(async () => {
      const grant = await this.grants.lock({ id });
      if (!grant) return;
      if (grant.clientId !== clientId)
        throw new OAuthRefusal('invalid_grant', 'The token is of another app.');
      await this.grants.end(anonymousActor, grant, 'by_client');
    });
  }

  private async redeem(input: CodeInput): Promise<Outcome> {
    const id = readCode(this.secrets, input.code);
    const grant = id === undefined ? null : await this.grants.lock({ id });
    if (grant?.clientId !== input.client_id) return refused('The code is none, or that of another app.');
    if (grant.redeemedAt) {
      // Somebody else has it too: who of the two is the app, nobody can tell (RFC 6749, section 4.1.2).
      await this.grants.end(anonymousActor, grant, 'reuse');
      return refused('The code was used before.');
    }
    if (!(await this.isOpen(grant))) return refused('The code has expired, or was taken back.');
    if (input.redirect_uri !== undefined && input.redirect_uri !== grant.redirectUri)
      return refused('redirect_uri is not that of the code.');
    if (!isVerifier(input.code_verifier, grant.codeChallenge))
      return refused('code_verifier is not that of the code.');
    this.checkTarget(input, grant);
    grant.redeem(this.clock.now(), this.refreshUntil());
    return this.tokensOf(grant);
  }

  private async refresh(input: RefreshInput): Promise<Outcome> {
    const facts = readRefreshToken(this.secrets, input.refresh_token);
    const grant = facts ? await this.grants.lock({ id: facts.grantId }) : null;
    if (!facts || grant?.clientId !== input.client_id)
      return refused('The refresh token is none, or that of another app.');
    const now = this.clock.now();
    const isCurrent = facts.generation === grant.generation;
    const retryMs = this.settings.REFRESH_RETRY_SECONDS * 1000;
    if (!isCurrent && !grant.mayRetry(facts.generation, now, retryMs)) {
      await this.grants.end(anonymousActor, grant, 'reuse');
      return refused('The refresh token was used before.');
    }
    if (!(await this.isOpen(grant))) return refused('The refresh token has expired, or was taken back.');
    this.checkTarget(input, grant);
    checkScopes(input.scope, grant);
    if (isCurrent) grant.rotate(now, this.refreshUntil());
    return this.tokensOf(grant);
  }

  /** And its person may sign in. */
  private async isOpen(grant: OAuthGrant): Promise<boolean> {
    if (!grant.isAlive(this.clock.now())) return false;
    return (await this.accounts.load(grant.owner()))?.isActive ?? false;
  }

  /** May be left out here: the code says it. @throws OAuthRefusal */
  private checkTarget({ resource }: TokenInput, grant: OAuthGrant): void {
    if (resource !== undefined) checkTarget(resource, grant.resource);
  }

  private refreshUntil(): Date {
    return new Date(this.clock.now().getTime() + this.settings.APP_REFRESH_SECONDS * 1000);
  }

  private tokensOf({ id: grantId, generation, scopes }: OAuthGrant): TokenAnswer {
    const seconds = this.settings.APP_TOKEN_SECONDS;
    const expiresAt = new Date(this.clock.now().getTime() + seconds * 1000);
    return {
      access_token: newAccessToken(this.secrets, { grantId, expiresAt }),
      token_type: 'Bearer',
      expires_in: seconds,
      refresh_token: refreshTokenOf(this.secrets, { grantId, generation }),
      scope: scopes.join(' '),
    };
  }
}

function refused(description: string): OAuthRefusal {
  return new OAuthRefusal('invalid_grant', description);
}

/** What was given stays given; more takes asking the person again. @throws OAuthRefusal */
function checkScopes(text: string | undefined, { scopes }: OAuthGrant): void {
  if (text === undefined) return;
  if (scopesIn(text).some((scope) => !scopes.includes(scope)))
    throw new OAuthRefusal('invalid_scope', `The person has given: ${scopes.join(' ')}.`);
}

function isVerifier(verifier: string, challenge: string): boolean {
  const digest = createHash('sha256').update(verifier).digest('base64url');
  return timingSafeEqual(Buffer.from(digest), Buffer.from(challenge));
}
