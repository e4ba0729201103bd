// Puts what was said about when into the task.
import { addDays, weekdayOf } from '#libs/time';
import type { TimePreference } from '../reading/time-preference.js';
import type { SaidWhen } from '../reading/time-preference-reader.js';
import { trackTime } from '../reading/time-tracker.js';
import { echoIn } from '../reading/visit-echo.js';
import type { BookingTask, FormField } from './booking-form.js';

const daysOfWeek = 7;

export function fillWish(task: BookingTask, when: SaidWhen, changed: Set<FormField>, timeZone: string): void {
  const tracked = trackTime({ ...task, isAsked: task.asked === 'when' }, when, timeZone);
  if (!tracked) return;
  Object.assign(task, tracked);
  if (echoIn(when.text).again) task.wish = sameWeekday(task.wish, task.earlierDate);
  changed.add('when');
}

/** "The same again next week" is on the same day of the week, where the days that are named have one. */
function sameWeekday(wish: TimePreference, earlierDate: string | null): TimePreference {
  const { date, until } = wish;
  if (!date || !until || earlierDate === null) return wish;
  const days = Array.from({ length: daysOfWeek }, (_, index) => addDays(date, index));
  const same = days.find((day) => day <= until && weekdayOf(day) === weekdayOf(earlierDate));
  return same ? { ...wish, date: same, until: null } : wish;
}
