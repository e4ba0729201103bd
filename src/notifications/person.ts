import type { Actor } from '../access/actor.js';
import type { Person } from './recipients.service.js';

/** Only people come here: the routes are for one's own account. */
export function personOf({ kind, id }: Actor): Person {
  return { kind: kind as Person['kind'], id };
}

export function ofPerson({ kind, id }: Person) {
  return { personKind: kind, personId: id };
}

/** Whose row it is. */
export function ofWhom({ personKind, personId }: { personKind: Person['kind']; personId: string }): Person {
  return { kind: personKind, id: personId };
}

/** The log that their clients follow (#libs/realtime). */
export const streamOf = ({ kind, id }: Person): string => `${kind}:${id}`;
