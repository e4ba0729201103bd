// Signs in at a server as a person with a browser would who agrees to everything: for scenarios of the conformance suite, whose authorization
// servers ask nobody and redirect at once.
import {
  auth,
  computeScopeUnion,
  extractWWWAuthenticateParams,
  isStrictScopeSuperset,
  type OAuthClientInformationMixed,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type OAuthTokens,
} from '@modelcontextprotocol/client';
import type { BoundFetch } from '#libs/outbound';

const callback = 'http://localhost:3000/callback';

/** `fetch` that gets itself a token when the server wants one, and a wider one when it wants more: each once a request. */
export function consentingFetch(
  serverUrl: URL,
  fetch: BoundFetch,
  { client_id: id, client_secret: secret }: Record<string, unknown>,
): BoundFetch {
  const person = new ConsentingPerson(
    typeof id === 'string' ? { client_id: id, client_secret: String(secret) } : undefined,
  );
  const ask: BoundFetch = async (url, init) => {
    const headers = new Headers(init?.headers);
    const tokens = person.tokens();
    if (tokens) headers.set('authorization', `Bearer ${tokens.access_token}`);
    return fetch(url, { ...init, headers });
  };
  return async (url, init) => {
    const answer = await ask(url, init);
    if (answer.status !== 401 && answer.status !== 403) return answer;
    await person.signIn(answer, serverUrl, fetch);
    return ask(url, init);
  };
}

class ConsentingPerson implements OAuthClientProvider {
  readonly redirectUrl = callback;
  readonly clientMetadata = { client_name: 'home-services-desk', redirect_uris: [callback] };
  readonly clientMetadataUrl = 'https://conformance-test.local/client-metadata.json';
  private held: OAuthTokens | undefined;
  private verifier = '';
  private discovered: OAuthDiscoveryState | undefined;
  private redirected: URL | undefined;

  constructor(private client: OAuthClientInformationMixed | undefined) {}

  async signIn(answer: Response, serverUrl: URL, fetchFn: BoundFetch): Promise<void> {
    const { resourceMetadataUrl, scope: wanted } = extractWWWAuthenticateParams(answer);
    const scope = answer.status === 403 ? computeScopeUnion(this.held?.scope, wanted) : wanted;
    // What was believed of the server does not hold any more: it may have moved to another authorization server.
    if (answer.status === 401) this.discovered = undefined;
    const known = { serverUrl, resourceMetadataUrl, scope, fetchFn };
    const forceReauthorization = isStrictScopeSuperset(scope, this.held?.scope);
    if ((await auth(this, { ...known, forceReauthorization })) === 'AUTHORIZED') return;
    const { searchParams } = this.redirected!;
    await auth(this, {
      ...known,
      authorizationCode: searchParams.get('code')!,
      iss: searchParams.get('iss') ?? undefined,
    });
  }

  async redirectToAuthorization(url: URL): Promise<void> {
    const { headers } = await fetch(url, { redirect: 'manual' });
    this.redirected = new URL(headers.get('location')!);
  }

  clientInformation = () => this.client;
  saveClientInformation = (client: OAuthClientInformationMixed) => void (this.client = client);
  tokens = () => this.held;
  saveTokens = (tokens: OAuthTokens) => void (this.held = tokens);
  codeVerifier = () => this.verifier;
  saveCodeVerifier = (verifier: string) => void (this.verifier = verifier);
  discoveryState = () => this.discovered;
  saveDiscoveryState = (state: OAuthDiscoveryState) => void (this.discovered = state);
  invalidateCredentials(scope: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery'): void {
    if (scope === 'all' || scope === 'client') this.client = undefined;
    if (scope === 'all' || scope === 'tokens') this.held = undefined;
    if (scope === 'all' || scope === 'discovery') this.discovered = undefined;
  }
}
