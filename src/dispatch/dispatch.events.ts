import { z } from 'zod';
import { defineEvent } from '#libs/events';
import type { SubstituteOffer, SubstituteSearch } from './searches/substitute-search.entity.js';

const instant = z.iso.datetime().meta({ examples: ['2026-11-21T04:30:00.000Z'] });

export const absenceReported = defineEvent({
  type: 'provider.absence_reported',
  aggregate: 'provider_absence',
  description: 'A professional cannot come for some time, or to one visit.',
  isPublic: true,
  data: z.object({
    providerId: z.uuid(),
    cause: z
      .string()
      .describe('`ill`, `called_off`.')
      .meta({ examples: ['ill'] }),
    from: instant,
    to: instant,
  }),
});

/** Whose visit it is about, and what is offered. Nothing personal. */
const substituteFacts = z.object({
  bookingId: z.uuid(),
  customerId: z.uuid(),
  cause: z
    .string()
    .describe('`ill`, `called_off`, `did_not_come`.')
    .meta({ examples: ['ill'] }),
  absentProviderId: z.uuid(),
  missedStartsAt: instant.describe('When the visit was to begin.'),
  offer: z
    .object({ id: z.uuid(), providerId: z.uuid(), startsAt: instant, endsAt: instant, expiresAt: instant })
    .nullable()
    .describe('What the step is about; null where it is about no offer.'),
});
export type SubstituteFacts = z.output<typeof substituteFacts>;

const step = (type: string, description: string, isPublic = true) =>
  defineEvent({ type, aggregate: 'substitute_search', description, isPublic, data: substituteFacts });

export const substituteSearchOpened = step(
  'substitute.search_opened',
  'A visit has nobody who comes: a substitute is looked for.',
);
export const substituteOffered = step(
  'substitute.offered',
  'A slot is kept for the customer, who is asked whether it suits.',
);
export const substituteAccepted = step(
  'substitute.accepted',
  'Somebody else comes: at once where `offer` is null, else because the customer said yes.',
);
export const substituteDeclined = step(
  'substitute.declined',
  'The customer said no to an offer, or nothing in time.',
);
export const substituteExhausted = step(
  'substitute.exhausted',
  'Nobody was found, or enough was offered.',
  false,
);
export const substituteHandedOver = step(
  'substitute.handed_over',
  'A person has to look after a visit that has nobody.',
);
export const substituteWithdrawn = step(
  'substitute.withdrawn',
  'Nothing is looked for any more: the visit was cancelled, moved, attended after all, or given to somebody by staff.',
);

export const substituteCompensated = defineEvent({
  type: 'substitute.compensated',
  aggregate: 'substitute_search',
  description: 'The same visit failed twice because of us: its customer has a credit.',
  isPublic: true,
  data: substituteFacts.extend({
    amountPaise: z.int().meta({ examples: [20000] }),
    clause: z.string().meta({ examples: ['GWL-1'] }),
  }),
});
export type CompensationFacts = z.output<(typeof substituteCompensated)['data']>;

export function substituteFactsOf(search: SubstituteSearch, offer: SubstituteOffer | null): SubstituteFacts {
  const { bookingId, customerId, cause, absentProviderId, missedStartsAt } = search;
  return {
    bookingId,
    customerId,
    cause,
    absentProviderId,
    missedStartsAt: missedStartsAt.toISOString(),
    offer: offer && {
      id: offer.id,
      providerId: offer.provider.id,

      startsAt: offer.startsAt.toISOString(),
      endsAt: offer.endsAt.toISOString(),

      expiresAt: offer.expiresAt.toISOString(),
    },
  };
}
