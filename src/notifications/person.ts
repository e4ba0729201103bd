import type { Actor } from '../access/actor.js';
import type { NotifiedPerson } from '#libs/notifications';

/** Only people come here: the routes are for one's own account. */
export function personOf({ kind, id }: Actor): NotifiedPerson {
  return { kind: kind as NotifiedPerson['kind'], id };
}

export function ofPerson({ kind, id }: NotifiedPerson) {
  return { personKind: kind, personId: id };
}

/** Whose row it is. */
export function personIn({
  personKind,
  personId,
}: {
  personKind: NotifiedPerson['kind'];
  personId: string;
}): NotifiedPerson {
  return { kind: personKind, id: personId };
}

/** The log that their clients follow (#libs/realtime). */
export const streamOf = ({ kind, id }: NotifiedPerson): string => `${kind}:${id}`;
