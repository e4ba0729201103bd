import type { Actor } from '../access/actor.js';
import type { RecipientPerson } from './recipients.service.js';

/** Only people come here: the routes are for one's own account. */
export function personOf({ kind, id }: Actor): RecipientPerson {
  return { kind: kind as RecipientPerson['kind'], id };
}

export function ofPerson({ kind, id }: RecipientPerson) {
  return { personKind: kind, personId: id };
}

/** Whose row it is. */
export function personIn({
  personKind,
  personId,
}: {
  personKind: RecipientPerson['kind'];
  personId: string;
}): RecipientPerson {
  return { kind: personKind, id: personId };
}

/** The log that their clients follow (#libs/realtime). */
export const streamOf = ({ kind, id }: RecipientPerson): string => `${kind}:${id}`;
