import { z } from 'zod';
import { ListForm, plainText, publishSchema } from '#libs/http';
import { collectionOf } from '#libs/orm';
import { dayMs } from '#libs/time';
import { obstacles, scoreParts } from '../bookings/candidates/candidates.service.js';
import { dispatchExamples } from './dispatch.examples.js';
import { absenceCauses, offerStatuses, searchCauses, searchStates } from './searches/substitute.states.js';

const searchState = z.enum(searchStates).meta({ id: 'SubstituteSearchState' });
const searchCause = z.enum(searchCauses).meta({ id: 'SubstituteSearchCause' });
const reason = plainText({ max: 120 });
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Longer than that somebody is on leave, which is planned (`/ops/providers/{id}/leaves`). */
const longestAbsenceDays = 31;

export const reportAbsenceInput = z
  .strictObject({
    cause: z.enum(absenceCauses).describe('`ill`, or `called_off`: another reason not to come.'),
    bookingId: z.uuid().optional().describe('Only this visit; either this or `from` and `to`.'),
    from: instant.optional().describe('Every visit that overlaps the time from then …'),
    to: instant.optional().describe(`… until then, at most ${longestAbsenceDays} days.`),
    reason: reason.default('').describe('For colleagues.'),
  })
  .refine(
    ({ bookingId, from, to }) => (bookingId === undefined) === (from !== undefined && to !== undefined),
    {
      message: 'give either bookingId, or from and to',
      path: ['bookingId'],
    },
  )
  .refine(({ bookingId, from, to }) => !(bookingId && (from || to)), {
    message: 'give either bookingId, or from and to',
    path: ['from'],
  })
  .refine(
    ({ from, to }) =>
      !from || !to || (from < to && to.getTime() - from.getTime() <= longestAbsenceDays * dayMs),
    { message: `must be after from, by at most ${longestAbsenceDays} days`, path: ['to'] },
  );
publishSchema(reportAbsenceInput, 'ReportAbsence', dispatchExamples.ReportAbsence);
export type ReportAbsenceInput = z.output<typeof reportAbsenceInput>;

export const providerNoShowInput = z.strictObject({ reason: reason.default('Did not come.') });
/** It needs no reason, hence no body. */
export const providerNoShowBody = providerNoShowInput.prefault({});
publishSchema(providerNoShowBody, 'MarkProviderNoShow', dispatchExamples.MarkProviderNoShow);
export type ProviderNoShowInput = z.output<typeof providerNoShowInput>;

export const reassignInput = z.strictObject({
  providerId: z.uuid().optional().describe('Who is sent; without it the one who fits best.'),
  reason: plainText({ min: 1, max: 300 }).describe('For the history.'),
});
publishSchema(reassignInput, 'ReassignBooking', dispatchExamples.ReassignBooking);
export type ReassignInput = z.output<typeof reassignInput>;

const shownProvider = z.object({ id: z.uuid(), name: z.string() });

/** What of the booking is another now, and what to send with the next change. */
export const reassignedView = z.object({
  id: z.uuid(),
  reference: z.string(),
  status: z.string(),
  provider: shownProvider,
  startsAt: z.date(),
  endsAt: z.date(),
  totalPaise: z.int(),
  version: z.int(),
});
publishSchema(reassignedView, 'ReassignedBooking', dispatchExamples.ReassignedBooking);

export const candidateView = z.object({
  provider: shownProvider.extend({ ratingAverage: z.number(), ratingCount: z.int() }),
  score: z.int().describe('0 … 100: the sum of the parts.'),
  parts: z.array(z.object({ part: z.enum(scoreParts), points: z.int(), of: z.int(), because: z.string() })),
  obstacle: z
    .enum(obstacles)
    .nullable()
    .describe(
      'Null where they can be sent. `not_working`: no shift then. `busy`: a visit, or the way to one. `held`: a slot kept for somebody else. `unwanted`: the customer gave them at most two stars. `absent`: it is they who do not come.',
    ),
});
export const candidatesView = z.object({ items: z.array(candidateView) });
publishSchema(candidatesView, 'AssignmentCandidates', dispatchExamples.AssignmentCandidates);

/** Of an offer that waits for an answer, as its customer sees it. */
const openOfferView = z.object({
  id: z.uuid(),
  provider: shownProvider,
  startsAt: z.date(),
  endsAt: z.date(),
  expiresAt: z.date().describe('Until then the slot is kept.'),
});

export const substituteView = z.object({
  bookingId: z.uuid(),
  search: z
    .object({
      id: z.uuid(),
      state: searchState,
      cause: searchCause,
      missedStartsAt: z.date().describe('When the visit was to begin.'),
      offersMade: z.int(),
      endedAt: z.date().nullable(),
    })
    .nullable()
    .describe('The latest search for somebody else; null where there never was one.'),
  offer: openOfferView
    .nullable()
    .describe('What waits for an answer. The price of the visit stays the same.'),
});
publishSchema(substituteView, 'Substitute', dispatchExamples.Substitute);

export const answerOfferInput = z.strictObject({
  offerId: z.uuid().describe('The offer that was shown: of another one nothing happens.'),
});
publishSchema(answerOfferInput, 'AnswerSubstituteOffer', dispatchExamples.AnswerSubstituteOffer);
export type AnswerOfferInput = z.output<typeof answerOfferInput>;

const statesText = z
  .string()
  .max(80)
  .transform((text) => text.split(','))
  .pipe(z.array(searchState).min(1).max(searchStates.length));

export const searchesList = new ListForm({
  sortBy: { createdAt: 'instant' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'It was opened' },
  filters: {
    state: statesText.optional().describe('One state, or several with commas between them.'),
    open: z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional()
      .describe('Those that have not ended, or that have.'),
    cause: searchCause.optional(),
    customerId: z.uuid().optional(),
    providerId: z.uuid().optional().describe('Who does not come.'),
  },
});
export type ListSearches = z.output<typeof searchesList.query>;

export const searchView = z.object({
  id: z.uuid(),
  bookingId: z.uuid(),
  customerId: z.uuid(),
  absentProviderId: z.uuid(),
  cause: searchCause,
  state: searchState,
  missedStartsAt: z.date(),
  asksForProvider: z
    .boolean()
    .describe('The absent one has been to this customer before: nobody else is sent without asking.'),
  offersMade: z.int(),
  offers: collectionOf(
    openOfferView.extend({ status: z.enum(offerStatuses), answeredAt: z.date().nullable() }),
  ),
  failedAt: z
    .date()
    .nullable()
    .describe(
      'When it was certain that the visit does not take place as agreed; the second time there is a credit.',
    ),
  endedAt: z.date().nullable(),
  createdAt: z.date(),
});
publishSchema(searchView, 'SubstituteSearch', dispatchExamples.SubstituteSearch);

export const absenceView = z.object({
  absence: z.object({
    id: z.uuid(),
    providerId: z.uuid(),
    cause: z.enum(absenceCauses),
    fromAt: z.date(),
    toAt: z.date(),
  }),
  visits: z
    .array(z.object({ id: z.uuid(), reference: z.string(), startsAt: z.date() }))
    .describe(
      'The bookings that have nobody now, the earliest first: for each of them somebody else is looked for.',
    ),
});
publishSchema(absenceView, 'ProviderAbsence', dispatchExamples.ProviderAbsence);
