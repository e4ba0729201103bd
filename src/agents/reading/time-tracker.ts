// What a message changes of when: a pick among what was offered, a day or time, or a distance from the visit that is talked about.
import { localDate } from '#libs/time';
import type { SlotRead } from '../agent-tools.js';
import { clockOf } from '../visits/slot-choice.js';
import { ordinalIn } from './ordinal-reader.js';
import { hasWish, noWish, type TimePreference } from './time-preference.js';
import { mergedWish, wishIn, type SaidWhen } from './time-preference-reader.js';
import { shiftIn } from './time-shift.js';

export interface TrackedTime {
  wish: TimePreference;
  /** Chosen; null while it has to be found for the wish. */
  slot: SlotRead | null;
}

export interface TimeBefore extends TrackedTime {
  /** Shown to choose from. */
  offered: readonly SlotRead[];
  /** Whether a day or time was asked for. */
  isAsked: boolean;
  /** What "the same time" means (HH:MM). */
  earlierTime: string | null;
  earlierDate: string | null;
}

/** @returns null when the message changes nothing of it */
export function trackTime(before: TimeBefore, when: SaidWhen, timeZone: string): TrackedTime | null {
  const { offered, wish, slot } = before;
  const picked = offered.length > 0 ? ordinalIn(when.said, offered.length, false) : null;
  if (picked !== null) return { wish, slot: offered[picked]! };
  const context = {
    isAsked: before.isAsked || offered.length > 0,
    wish,
    earlierTime: before.earlierTime,
    earlierDate: before.earlierDate,
  };
  const said = readingPicked(before, when) ?? shifted(slot, when, timeZone) ?? wishIn(when, context);
  if (!hasWish(said) && said.not.length === 0 && said.doubt === null) return null;
  const next = mergedWish(wish, said);
  const isSame = JSON.stringify(next) === JSON.stringify(wish);
  return isSame && (slot || !hasWish(next)) ? null : { wish: next, slot: null };
}

/** "The second one" of the days that a doubtful one may mean. */
function readingPicked({ isAsked, wish }: TimeBefore, { said }: SaidWhen): TimePreference | null {
  const readings = isAsked && wish.doubt?.about === 'day' ? wish.doubt.readings : [];
  const position = readings.length > 1 ? ordinalIn(said, readings.length, true) : null;
  if (position === null) return null;
  const [date = null, until = null] = readings[position]!.split('..');
  return { ...noWish, date, until };
}

/** "An hour later" than the visit that is talked about. */
function shifted(slot: SlotRead | null, { said }: SaidWhen, timeZone: string): TimePreference | null {
  const shift = slot && shiftIn(said);
  if (!shift) return null;
  const startsAt = new Date(new Date(slot.startsAt).getTime() + shift.minutes * 60_000);
  const moved = { ...slot, startsAt: startsAt.toISOString() };
  return { ...noWish, date: localDate(startsAt, timeZone), time: clockOf(moved, timeZone) };
}
