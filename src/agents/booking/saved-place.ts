// Which of the saved addresses a visit is for, where none was named.
import type { AddressRead } from '../agent-tools.js';
import type { OtherPlace } from '../reading/place-mention.js';

/** How the saved addresses answer "where?". */
export interface SavedPlace {
  /** It can be no other: taken, and shown before anything is booked. */
  taken: AddressRead | null;
  /** It may be this one: asked about. */
  likely: AddressRead | null;
}

export const nowhere: SavedPlace = { taken: null, likely: null };
const workplace = /office|work|shop|clinic|store|factory|dukan|daftar|दफ़?्?तर|दुकान/iu;

/**
 * The default address, or the only one. Of several without a default none is taken for granted; for another place than home only
 * the one that is labelled as the place of work.
 * @param saved those that come into question, the default first
 * @param said.atHome the customer says that it is the saved one
 */
export function savedPlaceAmong(
  saved: readonly AddressRead[],
  said: { atHome: boolean; otherPlace: OtherPlace | null },
): SavedPlace {
  if (said.otherPlace === 'office') {
    const taken = saved.find(({ label }) => workplace.test(label)) ?? null;
    return { ...nowhere, taken };
  }
  if (said.otherPlace) return nowhere;
  const first = saved.find(({ isDefault }) => isDefault) ?? saved[0] ?? null;
  if (!first) return nowhere;
  const isClear = saved.length === 1 || first.isDefault || said.atHome;
  return isClear ? { ...nowhere, taken: first } : { ...nowhere, likely: first };
}
