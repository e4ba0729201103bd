// What each refusal of a booking means to the customer, and how the dialogue goes on. One that is not known here is told in its own
// words, which are English: nothing is asserted that nobody has found out.
import type { ToolRefusal } from '#libs/tools';
import type { ReplyText } from '../language/responses.js';
import { refusalResponses } from './refusal-responses.js';

export interface RefusalMeaning {
  text: ReplyText;
  /**
   * `offer`: other times. `propose`: the same once more, as it stands now. `place`: asks for another pincode. `change`: asks what
   * shall be different. `again`: nothing is decided, the same yes may be said again.
   */
  next: 'offer' | 'propose' | 'place' | 'change' | 'again';
}

/** Told with what the refusal carries; null where it carries something else than expected. */
type RefusalReading = (data: ToolRefusal['data']) => RefusalMeaning | null;

const always = (key: keyof typeof refusalResponses.texts, next: RefusalMeaning['next']): RefusalReading => {
  const meaning = { text: refusalResponses.text(key), next };
  return () => meaning;
};

const meanings: Readonly<Record<string, RefusalReading>> = {
  SLOT_TAKEN: always('slotGone', 'offer'),
  SLOT_NOT_OFFERED: always('slotNotOffered', 'offer'),
  START_IN_PAST: always('slotPast', 'offer'),
  START_TOO_SOON: always('slotTooSoon', 'offer'),
  START_TOO_FAR: always('slotNotOffered', 'offer'),
  START_OFF_GRID: always('slotNotOffered', 'offer'),
  PROVIDER_NOT_FOUND: always('providerGone', 'offer'),
  PRICE_CHANGED: always('priceChanged', 'propose'),
  PINCODE_NOT_SERVED: always('notServedNow', 'place'),
  PINCODE_UNKNOWN: always('notServedNow', 'place'),
  FORBIDDEN: always('mayNotBook', 'change'),
  ALREADY_BOOKED: ({ reference }) =>
    typeof reference === 'string'
      ? { text: refusalResponses.text('bookedBefore', { reference }), next: 'change' }
      : null,
  TOO_MANY_ADDRESSES: ({ atMost }) =>
    typeof atMost === 'number'
      ? { text: refusalResponses.text('addressesFull', { atMost }), next: 'change' }
      : null,
  TIMED_OUT: always('bookingFailed', 'again'),
  FAILED: always('bookingFailed', 'again'),
};

export function meaningOf({ code, kind, detail, data }: ToolRefusal): RefusalMeaning {
  const known = meanings[code]?.(data);
  if (known) return known;
  // What is busy or away has not said no.
  if (kind === 'unavailable' || kind === 'too_many_requests')
    return { text: refusalResponses.text('notBookedYet'), next: 'again' };
  return { text: refusalResponses.text('refusedFor', { detail }), next: 'change' };
}
