// What apps can be let into stands at an address of ours, which is the audience of their tokens (RFC 8707). Whoever comes there without a token
// that opens it is told where to get one (RFC 6750, section 3; RFC 9728, section 5).
import { publicBase } from './public-url.js';
import type { Settings } from './settings.js';

/** Why a token was not enough; `scope` is what it lacks. */
export interface ChallengeReason {
  error: 'invalid_token' | 'insufficient_scope';
  scope?: string;
}

/** @param resource its path: `mcp` */
export function resourceAddress(settings: Settings, resource: string): string {
  return `${publicBase(settings)}/${resource}`;
}

/**
 * For the header `www-authenticate` of a 401, or of a 403 with `insufficient_scope`. Routes that are declared `@ForApps` get it by themselves
 * (`RefusalFilter`); whoever answers past Nest adds it.
 */
export function bearerChallenge(settings: Settings, resource: string, reason?: ChallengeReason): string {
  const metadata = `${publicBase(settings)}/.well-known/oauth-protected-resource/${resource}`;
  const facts = Object.entries({ ...reason, resource_metadata: metadata });
  return `Bearer ${facts.map(([name, value]) => `${name}="${value}"`).join(', ')}`;
}
