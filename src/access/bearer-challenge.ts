// How whoever comes to what apps are let into, without a token that opens it, is told where to get one (RFC 6750, section 3; RFC 9728, section 5).
import type { Settings } from '../config/settings.js';
import { publicBase } from '../config/public-url.js';
import type { AppResource } from './access.decorators.js';
import type { AppScope } from './app-scopes.js';

export type ChallengeReason =
  | { error: 'invalid_token' }
  /** What is asked for beyond what the person has let the app do. */
  | { error: 'insufficient_scope'; scope: AppScope };

/** The audience of a token that is let in there: its address, as `resource` names it (RFC 8707). */
export function resourceAddress(settings: Settings, resource: AppResource): string {
  return `${publicBase(settings)}/${resource}`;
}

/** Where the protected-resource metadata stand. */
export function resourceMetadataPath(resource: AppResource): string {
  return `.well-known/oauth-protected-resource/${resource}`;
}

/**
 * For the header `www-authenticate` of a 401, or of a 403 with `insufficient_scope`. Routes that are declared `@ForApps` get it by themselves
 * (`RefusalFilter`); whoever answers past Nest adds it.
 */
export function bearerChallenge(
  settings: Settings,
  resource: AppResource,
  reason?: ChallengeReason | '' | undefined,
): string {
  const metadata = `${publicBase(settings)}/${resourceMetadataPath(resource)}`;
  const facts = { ...(reason || {}), resource_metadata: metadata };
  return `Bearer ${Object.entries(facts)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}`;
}
