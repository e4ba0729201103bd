// What the status agent says of visits.
import type { BookingRead } from '../agent-tools.js';
import { atText } from '../booking/booking-responses.js';

export const bookingsReply = (list: readonly BookingRead[], zone: string): string =>
  list.length === 0
    ? 'You have no bookings yet.'
    : `Your bookings: ${list.map((booking) => bookingShown(booking, zone)).join('; ')}.`;
export const bookingNamed = (booking: BookingRead, zone: string): string =>
  `Your booking: ${bookingShown(booking, zone)}.`;
export const noSuchBooking = (reference: string): string => `I find no booking ${reference} of yours.`;

function bookingShown({ reference, service, startsAt, status }: BookingRead, zone: string): string {
  return `${reference}, ${service.name}, ${atText(startsAt, zone)}, ${status.replace('_', ' ')}`;
}
