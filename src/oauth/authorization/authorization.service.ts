// An app asks, the person agrees, and the app gets a code (OAuth 2.1, section 4.1). Nothing is kept before the person has agreed: what they were
// shown goes through their browser under a seal.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { scopesHeld } from '../../access/app-scopes.js';
import { resourceAddress } from '../../config/app-resources.js';
import { publicBase } from '../../config/public-url.js';
import { Settings } from '../../config/settings.js';
import { ClientsService } from '../clients/clients.service.js';
import type { KnownClient } from '../clients/known-client.js';
import { OAuthClient } from '../clients/oauth-client.entity.js';
import { isRegistered, withAnswer } from '../clients/redirect-uri.js';
import { GrantsService } from '../grants/grants.service.js';
import { AuthorizationRefused, ConsentStale, NothingToConsent, OAuthRefusal } from '../oauth.errors.js';
import type { ConsentInput } from '../oauth.schemas.js';
import { addresseeOf, stateOf, wishesOf, type CheckedRequest } from './authorization-request.js';

const sealPurpose = 'oauth-request';
/** To read, sign in, find the telephone with the second factor. */
const readingMs = 15 * 60_000;

interface Sealed extends CheckedRequest {
  /** Milliseconds since 1970. */
  until: number;
}

/** What the page of consent is made of. */
export interface ConsentRequest extends CheckedRequest {
  /** What the page hands back when the person agrees. */
  sealed: string;
  /** Where the app hears that they do not. */
  denied: string;
}

@Injectable()
export class AuthorizationService {
  constructor(
    private readonly em: EntityManager,
    private readonly clients: ClientsService,
    private readonly grants: GrantsService,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** @throws AuthorizationRefused */
  async begin(query: unknown): Promise<ConsentRequest> {
    const { client, redirectUri } = await this.addressee(query);
    try {
      const wishes = wishesOf(query, resourceAddress(this.settings, 'mcp'));
      const request = { ...wishes, clientId: client.id, clientName: client.name, redirectUri };
      const { error, error_description } = denial;
      return {
        ...request,
        sealed: this.seal(request),
        denied: this.answer(request, { error, error_description }),
      };
    } catch (refusal) {
      if (!(refusal instanceof OAuthRefusal)) throw refusal;
      const { error, description: error_description } = refusal;
      const back = this.answer({ redirectUri, state: stateOf(query) }, { error, error_description });
      throw new AuthorizationRefused(refusal, back);
    }
  }

  /**
   * Lets the app in: the person has seen who asks for what. Of the scopes those are kept of which they have something to give.
   * @returns where the browser goes now, with the code
   * @throws ConsentStale, NothingToConsent, Unauthenticated
   */
  async agree(actor: Actor, input: ConsentInput): Promise<{ redirectTo: string }> {
    const request = this.open(input.request);
    const client = await this.clients.find(request.clientId).catch((error: unknown) => {
      throw error instanceof OAuthRefusal ? new ConsentStale() : error;
    });
    if (client.name !== request.clientName || !isRegistered(request.redirectUri, client.redirectUris))
      throw new ConsentStale();
    const chosen = request.scopes.filter((scope) => !input.scopes || input.scopes.includes(scope));
    const scopes = scopesHeld(chosen, actor.permissions);
    if (scopes.length === 0) throw new NothingToConsent();
    const code = await this.em.transactional(async (em) => {
      await this.lockClient(em, client);
      return this.grants.open(actor, { ...request, scopes });
    });
    return { redirectTo: this.answer(request, { code }) };
  }

  /** Who is answered, if anybody can be. @throws AuthorizationRefused */
  private async addressee(query: unknown): Promise<{ client: KnownClient; redirectUri: string }> {
    try {
      const { client_id: id, redirect_uri: redirectUri } = addresseeOf(query);
      const client = await this.clients.find(id);
      if (!isRegistered(redirectUri, client.redirectUris))
        throw new OAuthRefusal('invalid_request', 'redirect_uri is not one of the app.');
      return { client, redirectUri };
    } catch (refusal) {
      throw refusal instanceof OAuthRefusal ? new AuthorizationRefused(refusal) : refusal;
    }
  }

  /** It is not removed as one that nobody uses while somebody lets it in. */
  private async lockClient(em: EntityManager, client: KnownClient): Promise<void> {
    if (!client.registered) return;
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const row = await em.findOne(OAuthClient, { id: client.id }, { lockMode, refresh: true });
    if (!row) throw new ConsentStale();
    row.connectedAt ??= this.clock.now();
  }

  /** With `iss`, by which an app that speaks with several of our kind tells whose answer it is (RFC 9207). */
  private answer(
    { redirectUri, state }: Pick<CheckedRequest, 'redirectUri' | 'state'>,
    told: Record<string, string>,
  ): string {
    return withAnswer(redirectUri, { ...told, state, iss: publicBase(this.settings) });
  }

  private seal(request: CheckedRequest): string {
    const until = this.clock.now().getTime() + readingMs;
    const text = JSON.stringify({ ...request, until } satisfies Sealed);
    return this.secrets.seal(sealPurpose, text).toString('base64url');
  }

  private open(text: string): CheckedRequest {
    const { until, ...request } = this.opened(text);
    if (until <= this.clock.now().getTime()) throw new ConsentStale();
    return request;
  }

  private opened(text: string): Sealed {
    try {
      return JSON.parse(this.secrets.open(sealPurpose, Buffer.from(text, 'base64url')).toString()) as Sealed;
    } catch {
      throw new ConsentStale();
    }
  }
}

const denial = { error: 'access_denied', error_description: 'The person does not want it.' };
