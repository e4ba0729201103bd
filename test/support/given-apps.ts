// Apps in stories: as an assistant would come in for somebody, over HTTP, with the page of consent and all.
import { createHash, randomBytes } from 'node:crypto';
import { Controller, Get, Module, VERSION_NEUTRAL } from '@nestjs/common';
import { CurrentActor, ForApps, Requires } from '../../src/access/access.decorators.js';
import type { Actor } from '../../src/access/actor.js';
import type { Http } from './app.js';

export const redirectUri = 'http://127.0.0.1:33418/callback';

/** What apps are let into, as far as a test needs it. */
@Controller({ path: 'apps-probe', version: VERSION_NEUTRAL })
@ForApps('mcp')
class AppsProbeController {
  @Get('read')
  @Requires('bookings.read')
  read(@CurrentActor() { kind, id, permissions, grantId, apiKeyId, sessionId }: Actor) {
    return { kind, id, permissions: [...permissions], grantId, apiKeyId, sessionId };
  }

  @Get('book')
  @Requires('bookings.create')
  book() {
    return {};
  }

  @Get('account')
  @Requires('self')
  account() {
    return {};
  }
}
@Module({ controllers: [AppsProbeController] })
export class AppsProbeModule {}

export interface Pkce {
  verifier: string;
  challenge: string;
}

export function newPkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export interface AppTokens {
  access_token: string;
  refresh_token: string;
  token_type: string;
  expires_in: number;
  scope: string;
}

/** @param resource the address of what the app wants into */
export function givenApps(http: Http, resource = 'http://localhost:3000/mcp') {
  async function register(payload: object = {}): Promise<string> {
    const input = { client_name: 'Assistant', redirect_uris: [redirectUri], ...payload };
    const answer = await http({ method: 'POST', url: '/oauth/register', payload: input });
    if (answer.statusCode !== 201) throw new Error(`Registering an app failed: ${answer.body}`);
    return answer.json().client_id;
  }

  const query = (clientId: string, pkce: Pkce, more: Record<string, string | undefined> = {}) => {
    const all: Record<string, string | undefined> = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      code_challenge: pkce.challenge,
      code_challenge_method: 'S256',
      resource,
      state: 'of the app',
      scope: 'read book',
      ...more,
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >;
  };
  const page = (asked: Record<string, string>) => http({ url: '/oauth/authorize', query: asked });

  /** What the page holds. */
  async function sealed(asked: Record<string, string>): Promise<string> {
    const answer = await page(asked);
    const [, found] = /data-request="([^"]+)"/.exec(answer.body) ?? [];
    if (found === undefined) throw new Error(`No page of consent: ${answer.statusCode} ${answer.body}`);
    return found;
  }

  const agree = (headers: Record<string, string>, request: string, scopes?: string[]) =>
    http({ method: 'POST', url: '/api/v1/oauth/consents', headers, payload: { request, scopes } });

  /** The person agrees. @returns where the browser goes */
  async function consented(headers: Record<string, string>, asked: Record<string, string>): Promise<URL> {
    const answer = await agree(headers, await sealed(asked));
    if (answer.statusCode !== 200) throw new Error(`Agreeing failed: ${answer.body}`);
    return new URL(answer.json().redirectTo);
  }

  const post = (path: 'token' | 'revoke', fields: Record<string, string | undefined>) =>
    http({
      method: 'POST',
      url: `/oauth/${path}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(
        Object.entries(fields).filter((each): each is [string, string] => each[1] !== undefined),
      ).toString(),
    });

  const redeem = (clientId: string, code: string, verifier: string, more: object = {}) =>
    post('token', {
      grant_type: 'authorization_code',
      client_id: clientId,
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
      ...more,
    });
  const refresh = (clientId: string, refreshToken: string, more: object = {}) =>
    post('token', { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken, ...more });

  /** All of it. */
  async function connect(
    headers: Record<string, string>,
    { clientId, ...more }: { clientId?: string; scope?: string } = {},
  ): Promise<{ clientId: string; tokens: AppTokens }> {
    const id = clientId ?? (await register());
    const pkce = newPkce();
    const back = await consented(headers, query(id, pkce, more));
    const answer = await redeem(id, back.searchParams.get('code')!, pkce.verifier);
    if (answer.statusCode !== 200) throw new Error(`Trading the code failed: ${answer.body}`);
    return { clientId: id, tokens: answer.json() };
  }

  return { register, query, page, sealed, agree, consented, post, redeem, refresh, connect };
}
