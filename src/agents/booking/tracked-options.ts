// Puts the size, number and extras that were said into the task.
import type { ServiceRead } from '../agent-tools.js';
import { optionsAnswering, optionsIn, withoutRivals } from '../reading/option-reader.js';
import type { BookingTask, FormField } from './booking-form.js';

export function fillOptions(
  task: BookingTask,
  service: ServiceRead,
  said: string,
  changed: Set<FormField>,
  context: { now: Date; timeZone: string },
): void {
  const options = optionsIn(service, said, context);
  const answer =
    task.asked === 'options' && task.unclear ? optionsAnswering(task.unclear, service, said, context) : null;
  const chosen = withoutRivals(service, task.attributes, [
    ...options.attributes,
    ...(answer?.attributes ?? []),
  ]);
  const attributes = chosen.filter((code) => !options.declined.includes(code));
  const quantity = answer?.quantity ?? options.quantity ?? task.quantity;
  const settled = answer || options.quantity !== null || options.attributes.length > 0;
  const unclear = answer ? null : (options.unclear ?? (settled ? null : task.unclear));
  const next = { attributes, quantity, unclear };
  const before = { attributes: task.attributes, quantity: task.quantity, unclear: task.unclear };
  if (JSON.stringify(next) === JSON.stringify(before)) return;
  Object.assign(task, next);
  changed.add('options');
}
