// What each refusal of a booking means to the customer, and how the dialogue goes on. One that is not known here is told in its own
// words: nothing is asserted that nobody has found out.
import type { ToolRefusal } from '#libs/tools';
import * as words from './booking-responses.js';

export interface RefusalMeaning {
  text: string;
  /**
   * `offer`: other times. `propose`: the same once more, as it stands now. `place`: asks for another pincode. `change`: asks what
   * shall be different. `again`: nothing is decided, the same yes may be said again.
   */
  next: 'offer' | 'propose' | 'place' | 'change' | 'again';
}

const meanings: Readonly<Record<string, RefusalMeaning>> = {
  SLOT_TAKEN: { text: words.slotGone, next: 'offer' },
  SLOT_NOT_OFFERED: { text: words.slotNotOffered, next: 'offer' },
  START_IN_PAST: { text: words.slotPast, next: 'offer' },
  START_TOO_SOON: { text: words.slotTooSoon, next: 'offer' },
  START_TOO_FAR: { text: words.slotNotOffered, next: 'offer' },
  START_OFF_GRID: { text: words.slotNotOffered, next: 'offer' },
  PROVIDER_NOT_FOUND: { text: words.providerGone, next: 'offer' },
  PRICE_CHANGED: { text: words.priceChanged, next: 'propose' },
  PINCODE_NOT_SERVED: { text: words.notServedNow, next: 'place' },
  PINCODE_UNKNOWN: { text: words.notServedNow, next: 'place' },
  FORBIDDEN: { text: words.mayNotBook, next: 'change' },
  TIMED_OUT: { text: words.bookingFailed, next: 'again' },
  FAILED: { text: words.bookingFailed, next: 'again' },
};

export function meaningOf({ code, kind, detail }: ToolRefusal): RefusalMeaning {
  const known = meanings[code];
  if (known) return known;
  // What is busy or away has not said no.
  if (kind === 'unavailable' || kind === 'too_many_requests')
    return { text: words.notBookedYet, next: 'again' };
  return { text: words.refusedFor(detail), next: 'change' };
}
