// What the status agent says of visits.
import type { BookingRead } from '../agent-tools.js';
import { Responses, type ReplyText } from '../language/responses.js';

export const statusResponses = new Responses({
  noBookings: {
    en: 'You have no bookings yet.',
    'hi-Latn': 'Abhi tak aapki koi booking nahi hai.',
    hi: 'अभी तक आपकी कोई बुकिंग नहीं है।',
  },
  bookings: {
    en: 'Your bookings: {bookings}.',
    'hi-Latn': 'Aapki bookings: {bookings}.',
    hi: 'आपकी बुकिंग: {bookings}।',
  },
  booking: {
    en: 'Your booking: {booking}.',
    'hi-Latn': 'Aapki booking: {booking}.',
    hi: 'आपकी बुकिंग: {booking}।',
  },
  noSuchBooking: {
    en: 'I find no booking {reference} of yours.',
    'hi-Latn': 'Aapke naam par booking {reference} nahi mil rahi hai.',
    hi: 'आपके नाम पर बुकिंग {reference} नहीं मिल रही है।',
  },
  bookingShown: {
    en: '{reference}, {service}, {at, date, day} at {at, time, clock}, {status, select, en_route {en route} in_progress {in progress} no_show {no show} other {{status}}}',
    'hi-Latn':
      '{reference}, {service}, {at, date, day} ko {at, time, clock}, {status, select, confirmed {pakki} en_route {raaste mein} in_progress {kaam chal raha hai} completed {poori ho gayi} cancelled {cancel ho gayi} no_show {visit nahi ho payi} other {{status}}}',
    hi: '{reference}, {service}, {at, date, day} को {at, time, clock}, {status, select, confirmed {पक्की} en_route {रास्ते में} in_progress {काम चल रहा है} completed {पूरी हो गई} cancelled {रद्द हो गई} no_show {विज़िट नहीं हो पाई} other {{status}}}',
  },
});

export function bookingsReply(list: readonly BookingRead[]): ReplyText {
  if (list.length === 0) return statusResponses.text('noBookings');
  return (reader) => {
    const bookings = list.map((booking) => bookingShown(booking)(reader)).join('; ');
    return statusResponses.write('bookings', reader, { bookings });
  };
}

export const bookingNamed = (booking: BookingRead): ReplyText =>
  statusResponses.text('booking', { booking: bookingShown(booking) });

const bookingShown = ({ reference, service, startsAt, status }: BookingRead): ReplyText =>
  statusResponses.text('bookingShown', { reference, service: service.name, at: startsAt, status });
