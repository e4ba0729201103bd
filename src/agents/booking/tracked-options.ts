// Puts the size, number and extras that were said into the task.
import type { ServiceRead } from '../agent-tools.js';
import { countedNounOf } from '../reading/counted-nouns.js';
import {
  optionsAnswering,
  optionsIn,
  withoutRivals,
  type OptionContext,
  type OptionReading,
  type UnclearOption,
} from '../reading/option-reader.js';
import { mostUnits, pluralIn } from '../reading/quantity-reader.js';
import type { BookingTask, FormField } from './booking-form.js';

type Sized = Pick<BookingTask, 'attributes' | 'quantity' | 'unclear'>;

export function fillOptions(
  task: BookingTask,
  service: ServiceRead,
  said: string,
  changed: Set<FormField>,
  context: OptionContext,
): void {
  const options = optionsIn(service, said, { ...context, isTimeAsked: task.asked === 'when' });
  const answer =
    task.asked === 'options' && task.unclear ? optionsAnswering(task.unclear, service, said, context) : null;
  const chosen = withoutRivals(service, task.attributes, [
    ...options.attributes,
    ...(answer?.attributes ?? []),
  ]);
  const attributes = chosen.filter((code) => !options.declined.includes(code));
  const count = answer?.quantity ?? countOf(options, changed.has('service') ? 0 : task.quantity);
  const tooMany = count !== null && count > mostUnits;
  const quantity = tooMany ? task.quantity : (count ?? task.quantity);
  const doubt = tooMany ? tooManyOf(service, count) : (options.unclear ?? uncounted(service, said, options, task, changed)); // prettier-ignore
  const unclear = answer ? null : (doubt ?? openDoubt(task.unclear, options));
  const next: Sized = { attributes, quantity, unclear };
  const before: Sized = { attributes: task.attributes, quantity: task.quantity, unclear: task.unclear };
  if (JSON.stringify(next) === JSON.stringify(before)) return;
  Object.assign(task, next);
  changed.add('options');
}

/** Size and number of a service that is only named yet. */
export function optionsOf(service: ServiceRead, said: string, context: OptionContext): Sized {
  const options = optionsIn(service, said, context);
  const { attributes, unclear } = options;
  return {
    attributes,
    quantity: countOf(options, 0) ?? 1,
    unclear: unclear ?? unsaid(service, said, options),
  };
}

/** Of what nobody has one alone, where no number was said ("sofa cleaning", priced by the seat). */
export function unsaidPart(service: ServiceRead, quantity: number): UnclearOption | null {
  return countedNounOf(service)?.isPart && quantity === 1 ? numberOf(service, '') : null;
}

/** @param before what "two more" is counted from; 0 where nothing was said before */
function countOf({ quantity, isMore }: OptionReading, before: number): number | null {
  if (quantity === null) return null;
  return Math.max(1, isMore ? before + quantity : quantity);
}

function unsaid(service: ServiceRead, said: string, { quantity }: OptionReading): UnclearOption | null {
  if (quantity !== null) return null;
  const plural = pluralIn(service, said);
  return plural === null ? unsaidPart(service, 1) : numberOf(service, plural);
}

/** Several of them, or parts of a thing, in a message that says no number, where none was said before. */
function uncounted(
  service: ServiceRead,
  said: string,
  options: OptionReading,
  task: BookingTask,
  changed: ReadonlySet<FormField>,
): UnclearOption | null {
  if (changed.has('service')) return unsaid(service, said, options);
  const plural = task.quantity === 1 && options.quantity === null ? pluralIn(service, said) : null;
  return plural === null ? null : numberOf(service, plural);
}

/** A doubt stays until the same is said again: a size settles no number. */
function openDoubt(
  doubt: UnclearOption | null,
  { quantity, attributes }: OptionReading,
): UnclearOption | null {
  const isSettled = doubt?.about === 'size' ? attributes.length > 0 : quantity !== null;
  return isSettled ? null : doubt;
}

function tooManyOf(service: ServiceRead, count: number): UnclearOption {
  return numberOf(service, `${count} ${service.unit}`);
}

function numberOf({ unit }: ServiceRead, said: string): UnclearOption {
  return { about: 'quantity', said, sizes: [], unit };
}
