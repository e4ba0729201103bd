// What the status agent says of visits.
import { Responses, type ResponseReader } from '../language/responses.js';
import { labelOf, visitsNumbered } from '../visits/visit-label.js';
import type { VisitRead } from '../visits/visit-read.js';

export const statusResponses = new Responses({
  noBookings: {
    en: 'You have no bookings yet.',
    hi: 'आपकी अभी कोई बुकिंग नहीं है।',
    'hi-Latn': 'Aapki abhi koi booking nahi hai.',
  },
  list: {
    en: 'Your bookings: {visits}.',
    hi: 'आपकी बुकिंग: {visits}।',
    'hi-Latn': 'Aapki bookings: {visits}.',
  },
  visit: {
    en: 'Your booking: {reference}, {service}, {startsAt, date, day} at {startsAt, time, clock}, {status}, with {provider} at {address}, {totalPaise, number, rupees}.{notes, select, none {} other { Noted for the visit: {notes}.}}',
    hi: 'आपकी बुकिंग: {reference}, {service}, {startsAt, date, day} को {startsAt, time, clock}, {status}, {provider}, पता {address}, {totalPaise, number, rupees}।{notes, select, none {} other { विज़िट के लिए लिखा है: {notes}।}}',
    'hi-Latn':
      'Aapki booking: {reference}, {service}, {startsAt, date, day} ko {startsAt, time, clock}, {status}, {provider}, pata {address}, {totalPaise, number, rupees}.{notes, select, none {} other { Visit ke liye likha hai: {notes}.}}',
  },
  noSuchBooking: {
    en: 'I find no booking {reference} of yours.',
    hi: 'आपकी कोई बुकिंग {reference} नहीं मिली।',
    'hi-Latn': 'Aapki koi booking {reference} nahi mili.',
  },
  notFound: {
    en: 'I find no such booking of yours.',
    hi: 'आपकी ऐसी कोई बुकिंग नहीं मिली।',
    'hi-Latn': 'Aapki aisi koi booking nahi mili.',
  },
  confirmed: { en: 'confirmed', hi: 'पक्की है', 'hi-Latn': 'pakki hai' },
  en_route: { en: 'on the way', hi: 'रास्ते में', 'hi-Latn': 'raaste mein' },
  in_progress: { en: 'in progress', hi: 'काम चल रहा है', 'hi-Latn': 'kaam chal raha hai' },
  completed: { en: 'completed', hi: 'काम पूरा हो चुका है', 'hi-Latn': 'kaam poora ho chuka hai' },
  cancelled: { en: 'cancelled', hi: 'रद्द', 'hi-Latn': 'cancelled' },
  no_show: { en: 'closed as no show', hi: 'घर पर कोई नहीं मिला', 'hi-Latn': 'ghar par koi nahi mila' },
});

type StatusKey = keyof typeof statusResponses.texts;

function statusNamed(status: string, reader: ResponseReader): string {
  return status in statusResponses.texts ? statusResponses.write(status as StatusKey, reader) : status;
}

/** Everything that is asked about a visit: when, who, where, how it stands, for how much. */
export function visitReply(visit: VisitRead, reader: ResponseReader): string {
  const { reference, service, provider, addressLine, pincode, startsAt, status, totalPaise, notes } = visit;
  return statusResponses.write('visit', reader, {
    ...{ reference, service: service.name, startsAt, provider: provider.name, totalPaise },
    address: `${addressLine}, ${pincode}`,
    status: statusNamed(status, reader),
    notes: notes === '' ? 'none' : notes.replaceAll('\n', '; '),
  });
}

export function visitsReply(visits: readonly VisitRead[], reader: ResponseReader): string {
  if (visits.length === 0) return statusResponses.write('noBookings', reader);
  const named = visits.map((visit) => {
    const label = visitsNumbered([labelOf(visit)], reader).replace(/^1\) /, '');
    return `${label}, ${statusNamed(visit.status, reader)}`;
  });
  const numbered = named.map((each, index) => (named.length > 1 ? `${index + 1}) ${each}` : each));
  return statusResponses.write('list', reader, { visits: numbered.join('; ') });
}
