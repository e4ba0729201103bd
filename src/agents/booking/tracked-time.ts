// Puts what was said about when into the task.
import type { SaidWhen } from '../reading/time-preference-reader.js';
import { trackTime } from '../reading/time-tracker.js';
import type { BookingTask, FormField } from './booking-form.js';

export function fillWish(task: BookingTask, when: SaidWhen, changed: Set<FormField>, timeZone: string): void {
  const tracked = trackTime({ ...task, isAsked: task.asked === 'when' }, when, timeZone);
  if (!tracked) return;
  Object.assign(task, tracked);
  changed.add('when');
}
