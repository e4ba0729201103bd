import type { OAuthClient } from './oauth-client.entity.js';

export interface KnownClient {
  id: string;
  name: string;
  redirectUris: readonly string[];
  /** Null for one that describes itself in a document. */
  registered: OAuthClient | null;
}
