// Puts what was said about when into the task.
import { localDate } from '#libs/time';
import { shiftIn } from '../reading/time-shift.js';
import { ordinalIn } from '../reading/ordinal-reader.js';
import { clockOf } from './slot.choice.js';
import { hasWish, noWish, type TimePreference } from '../reading/time-preference.js';
import { timeContextOf, type BookingTask, type FormField } from './booking-form.js';
import { mergedWish, wishIn, type SaidWhen } from '../reading/time-preference-reader.js';

export function fillWish(task: BookingTask, when: SaidWhen, changed: Set<FormField>, timeZone: string): void {
  const picked = task.offered.length > 0 ? ordinalIn(when.said, task.offered.length, false) : null;
  if (picked !== null) {
    task.slot = task.offered[picked]!;
    changed.add('when');
    return;
  }
  const said =
    readingPicked(task, when) ?? shifted(task, when, timeZone) ?? wishIn(when, timeContextOf(task));
  if (!hasWish(said) && said.not.length === 0 && said.doubt === null) return;
  const next = mergedWish(task.wish, said);
  if (JSON.stringify(next) === JSON.stringify(task.wish) && (task.slot || !hasWish(next))) return;
  Object.assign(task, { wish: next, slot: null });
  changed.add('when');
}

/** "The second one" of the days that a doubtful one may mean. */
function readingPicked({ asked, wish }: BookingTask, { said }: SaidWhen): TimePreference | null {
  const readings = asked === 'when' && wish.doubt?.about === 'day' ? wish.doubt.readings : [];
  const position = readings.length > 1 ? ordinalIn(said, readings.length, true) : null;
  if (position === null) return null;
  const [date = null, until = null] = readings[position]!.split('..');
  return { ...noWish, date, until };
}

/** "An hour later" than the visit that is talked about. */
function shifted({ slot }: BookingTask, { said }: SaidWhen, timeZone: string): TimePreference | null {
  const shift = slot && shiftIn(said);
  if (!shift) return null;
  const startsAt = new Date(new Date(slot.startsAt).getTime() + shift.minutes * 60_000);
  const moved = { ...slot, startsAt: startsAt.toISOString() };
  return { ...noWish, date: localDate(startsAt, timeZone), time: clockOf(moved, timeZone) };
}
