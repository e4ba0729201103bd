// Which results answer which questions. The jobs themselves are the cache: a result is there as long as its row, and `cached_until`.
import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/json';
import type { JobTypeDefinition } from './job-type.js';
import type { JobRequest } from './job-request.js';

/**
 * SHA-256, hex, of the type, the input and whoever may see the answer: one owner, or all who may do the same.
 */
export function fingerprintOf({ type, cache }: JobTypeDefinition, request: JobRequest): string {
  const seenBy =
    cache?.scope === 'permissions'
      ? { permissions: [...(request.permissions ?? [])].sort() }
      : { owner: [request.owner.kind, request.owner.id] };
  return createHash('sha256')
    .update(canonicalJson({ type, input: request.input, seenBy }))
    .digest('hex');
}
