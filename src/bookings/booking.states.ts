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

/** A booking in one of these keeps its provider busy; the trigger `bookings_reserve` names exactly them. */
export const activeStatuses: readonly BookingStatus[] = ['confirmed', 'en_route', 'in_progress'];
