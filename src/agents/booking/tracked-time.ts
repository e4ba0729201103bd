// Puts what was said about when into the task.
import type { SaidWhen } from '../reading/time-preference-reader.js';
import { trackTime } from '../reading/time-tracker.js';
import { echoIn } from '../reading/visit-echo.js';
import type { BookingTask, FormField } from './booking-form.js';
import { sameWeekday } from './task-opener.js';

export function fillWish(task: BookingTask, when: SaidWhen, changed: Set<FormField>, timeZone: string): void {
  const tracked = trackTime({ ...task, isAsked: task.asked === 'when' }, when, timeZone);
  if (!tracked) return;
  Object.assign(task, tracked);
  if (echoIn(when.text).again) task.wish = sameWeekday(task.wish, task.earlierDate);
  changed.add('when');
}
