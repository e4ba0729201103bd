// What an app asks a person for, as it stands in the address that it sends them to (OAuth 2.1, section 4.1.1).
import { z } from 'zod';
import { appScopeNames, type AppScope } from '../../access/app-scopes.js';
import { longestClientId } from '../clients/client.schemas.js';
import { OAuthRefusal } from '../oauth.errors.js';

/** What was looked at and is shown to the person: what they agree to is exactly this. */
export interface CheckedRequest {
  clientId: string;
  clientName: string;
  redirectUri: string;
  state?: string | undefined;
  codeChallenge: string;
  resource: string;
  scopes: AppScope[];
}

/** Without it nothing can be answered to anybody. */
const addressee = z.object({
  client_id: z.string().min(1).max(longestClientId),
  redirect_uri: z.string().min(1).max(1000),
});

const asked = z.object({
  response_type: z.string().max(40).optional(),
  state: z.string().max(1000).optional(),
  scope: z.string().max(500).optional(),
  code_challenge: z.string().max(200).optional(),
  code_challenge_method: z.string().max(20).optional(),
  resource: z.string().max(1000).optional(),
});

/** SHA-256 in base64url. */
const challenge = /^[\w-]{43}$/;

/** @throws OAuthRefusal */
export function addresseeOf(query: unknown) {
  return parsed(addressee, query);
}

/** Undefined where it cannot be told. */
export function stateOf(query: unknown): string | undefined {
  return asked.pick({ state: true }).safeParse(query).data?.state;
}

/**
 * @param resource the only thing here that apps can be let into
 * @throws OAuthRefusal
 */
export function wishesOf(query: unknown, resource: string) {
  const wish = parsed(asked, query);
  if (wish.response_type !== 'code')
    throw new OAuthRefusal('unsupported_response_type', 'response_type must be code.');
  if (!challenge.test(wish.code_challenge ?? '') || wish.code_challenge_method !== 'S256')
    throw new OAuthRefusal('invalid_request', 'code_challenge is needed, with code_challenge_method S256.');
  checkTarget(wish.resource, resource);
  return { state: wish.state, codeChallenge: wish.code_challenge!, resource, scopes: scopesIn(wish.scope) };
}

/** @throws OAuthRefusal unless `asked` is the address of `resource`, however it is written */
export function checkTarget(target: string | undefined, resource: string): void {
  if (target !== undefined && URL.parse(target)?.href === new URL(resource).href) return;
  throw new OAuthRefusal('invalid_target', `resource must be ${resource}.`);
}

/**
 * All where none is named: the person chooses. Those that are not known are passed over: some apps ask everybody for `openid`.
 * @throws OAuthRefusal when none is known
 */
export function scopesIn(text: string | undefined): AppScope[] {
  const named = (text ?? '').split(' ').filter(Boolean);
  if (named.length === 0) return [...appScopeNames];
  const known = appScopeNames.filter((scope) => named.includes(scope));
  if (known.length === 0) throw new OAuthRefusal('invalid_scope', `Scopes are ${appScopeNames.join(', ')}.`);
  return known;
}

/** A parameter that comes twice is a list here, and so refused (RFC 6749, section 3.1). */
function parsed<Shape extends z.ZodType>(shape: Shape, query: unknown): z.output<Shape> {
  const { success, data, error } = shape.safeParse(query);
  if (success) return data;
  const names = [...new Set(error.issues.map(({ path }) => path.join('.')))].join(', ');
  throw new OAuthRefusal('invalid_request', `Missing, repeated, or too long: ${names}.`);
}
