// Visits as iCalendar (RFC 5545). Instants are written in UTC, which every calendar shows in its own time zone and which needs no zone
// definitions that could be out of date.
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Booking } from '../booking.entity.js';

/** Never anything that an installation may change: by it a calendar knows that it has the visit already. */
const uidDomain = 'bookings.home-services-desk';

const product = { company: 'home-services-desk', product: 'bookings', language: 'EN' };

/**
 * @param bookings with their services and providers
 * @param name of the calendar, as its reader lists it
 * @returns the text of the file, lines folded and ended as the RFC wants it
 */
export function visitCalendar(bookings: readonly Booking[], name: string): string {
  const calendar = ical({ name, prodId: product, method: ICalCalendarMethod.PUBLISH });
  for (const booking of bookings)
    calendar.createEvent({
      id: `${booking.id}@${uidDomain}`,
      // Grows with every change, so that what was rescheduled or cancelled replaces what the calendar has.
      sequence: booking.version - 1,
      status: booking.status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      start: booking.startsAt,
      end: booking.endsAt,
      stamp: booking.updatedAt,
      created: booking.createdAt,
      lastModified: booking.updatedAt,
      summary: `${booking.service.name} (${booking.reference})`,
      description: `${booking.provider.name} comes for ${booking.service.name}. Your booking is ${booking.reference}.`,
      location: [booking.addressLine, booking.pincode].filter((part) => part !== '').join(', '),
    });
  return calendar.toString();
}
