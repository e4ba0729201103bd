// The one table of legal moves, shared by the entity, the API ("what may I do next") and the tools.

export const bookingStatuses = [
  'confirmed',
  'en_route',
  'in_progress',
  'completed',
  'cancelled',
  'no_show',
] as const;
export type BookingStatus = (typeof bookingStatuses)[number];

export const bookingTransitions: Readonly<Record<BookingStatus, readonly BookingStatus[]>> = {
  confirmed: ['en_route', 'in_progress', 'cancelled', 'no_show'],
  en_route: ['in_progress', 'cancelled', 'no_show'],
  in_progress: ['completed'],
  completed: [],
  cancelled: [],
  no_show: [],
};

/** Steps of a visit that have their time, as minutes from its start: earlier than that they are refused. */
export const earliestStepMinutes: Readonly<Partial<Record<BookingStatus, number>>> = {
  // From here on a cancellation costs half the price: nobody sets out a day ahead.
  en_route: -240,
  in_progress: -60,
  // The handbook, "When you are not at home": the professional rings, calls twice and waits 15 minutes.
  no_show: 15,
};

/**
 * What a line of the history is about: the status; that the professional has said to come; another slot; other contents; that the professional
 * called off or did not come; that we sent somebody else, at the same time or another. All but the first leave the status as it is, but for
 * a visit to which somebody was on the way when it got another slot or lost its professional: it is `confirmed` again.
 */
export const stepKinds = [
  'status',
  'confirmed',
  'rescheduled',
  'changed',
  'unattended',
  'reassigned',
] as const;
export type StepKind = (typeof stepKinds)[number];

/** A booking in one of these may be given another slot. */
export const movableStatuses: readonly BookingStatus[] = ['confirmed', 'en_route'];

/** A booking in one of these keeps its provider busy; the trigger `bookings_reserve` names exactly them. */
export const activeStatuses: readonly BookingStatus[] = ['confirmed', 'en_route', 'in_progress'];
