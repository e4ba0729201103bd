import type { AppResource } from './access.decorators.js';
import type { AppScope } from './app-scopes.js';

/** How an app is told to come in where it was refused. Filled in where the program is put together, which knows its address. */
export abstract class AppChallenges {
  /** @returns the header `www-authenticate` */
  abstract of(
    resource: AppResource,
    reason?: { error: 'invalid_token' } | { error: 'insufficient_scope'; scope: AppScope },
  ): string;
}
