// Puts what the customer said into the task. Later words override earlier ones; what depends on a changed fact is forgotten.
import type { Entity } from '#libs/nlu';
import { localDate } from '#libs/time';
import { clearService, type ServiceRef } from '../language/service.recogniser.js';
import type { AskedIntent, TurnUnderstanding } from '../language/language-understander.js';
import type { ServiceRead } from '../agent-tools.js';
import { addressAnswer } from '../reading/address-answer.js';
import { amendedAddress, continuedAddress, correctedAddress } from '../reading/address-correction.js';
import { addressAmong } from '../reading/address-reader.js';
import { isContact, namesPlace, type FoundAddress } from '../reading/address-signs.js';
import { fillOptions, optionsOf } from './tracked-options.js';
import { fillWish } from './tracked-time.js';
import { fillPlace } from './tracked-place.js';
import { fillService } from './tracked-service.js';
import { scopesOf, sharedOut, type ServiceRequest } from '../reading/service-request-reader.js';
import { timeContextOf, type BookingTask, type FormField, type QueuedRequest } from './booking-form.js';
import { wishIn, type SaidWhen } from '../reading/time-preference-reader.js';

export interface TrackedForm {
  task: BookingTask;
  /** What is different from before. */
  changed: Set<FormField>;
  /** Services asked for beside the one of the task. */
  further: QueuedRequest[];
  /** Named, and perhaps wanted: nothing says whether in addition or instead. */
  doubted: ServiceRef | null;
}

export interface FillContext {
  now: Date;
  timeZone: string;
  /** All that can be booked. */
  services: readonly ServiceRead[];
}

/** Intents that talk about something else: their facts are not facts of the booking. */
const asides = new Set(['ask_policy', 'report_complaint', 'booking_status']);
/** These too, unless there is no booking yet that they could lead away from. */
const questions = new Set(['ask_price', 'ask_service_info']);
/** Said of when and where. */
const elsewhere = new Set<Entity['type']>(['date', 'time', 'time_range', 'pincode', 'phone']);
/** A bare number that could be a time is a number first. */
const clearTime = 0.6;

/** @param before the task as it stood; not changed */
export function trackForm(before: BookingTask, heard: TurnUnderstanding, context: FillContext): TrackedForm {
  const task = { ...before };
  const changed: TrackedForm['changed'] = new Set();
  const isQuestion = (ask: AskedIntent): boolean => questions.has(ask.intents[0]?.name ?? '');
  // "Do you clean sofas? Tomorrow at 3": with no other service in play, the one asked about is the one wanted.
  const clear = heard.asks.filter(({ guess }) => guess.service && guess.confidence >= clearService);
  const aboutIt = !before.service && clear.length > 0 && clear.every(isQuestion);
  const isAside = (ask: AskedIntent): boolean =>
    (isQuestion(ask) && !aboutIt) || asides.has(ask.intents[0]?.name ?? '') || namesBooking(heard, ask);
  const answer = task.asked === 'address' ? addressAnswer(heard.text, heard.asks, heard.entities) : null;
  const aside = answer ? [] : heard.asks.filter(isAside);
  const asks = heard.asks.filter((ask) => !aside.includes(ask));
  const address = answer ?? repeatedAddress(task, heard.text) ?? addressAmong(heard, asks);
  const entities = heard.entities.filter(
    (entity) => !aside.some((ask) => within(entity, ask)) && !(address && isPartOf(entity, address)),
  );
  const said = without(heard.text, [...aside, ...(address ? [address] : [])]);

  const { requests, besides, doubted } = fillService(task, heard, asks, address, changed, context.services);
  // "Tomorrow at 11. Also a plumber at 2": what is only added begins after the last stop before it.
  const added = besides ? heard.text.slice(0, requests[0]!.start).search(/[^,.;!?\n]*$/u) : 0;
  const shares = sharedOut(
    entities.filter(({ start }) => start >= added),
    requests,
  );
  const isAbout = (stretch: Stretch): boolean =>
    !aside.some((ask) => within(stretch, ask)) && !(address && within(stretch, address));
  const when: SaidWhen = {
    ...{ text: heard.text, said, entities, today: localDate(context.now, context.timeZone) },
    excluded: heard.excluded.filter(isAbout),
    unread: heard.unread.filter(isAbout),
  };
  const own = besides ? entities.filter(({ start }) => start < added) : (shares[0] ?? entities);
  const scopes = scopesOf(said, requests);
  const others = requests.map((request, index) =>
    queued(
      request,
      scopes[index]!,
      { ...when, said: '', entities: shares[index]!, unread: [] },
      task,
      context,
    ),
  );
  const service = task.service && serviceOf(task.service.id, context);
  // A day or a pincode answers no question for a size: "Sunday at 2".
  const scope = task.asked === 'options' ? without(said, entities.filter(saysElse)) : (scopes[0] ?? said);
  if (service && !besides) fillOptions(task, service, scope, changed, context);
  const places = entities.filter(
    (entity) =>
      (entity.type !== 'pincode' || isContact(entity, heard.text)) &&
      (entity.type !== 'term' ||
        !address ||
        !within(entity, address) ||
        !namesPlace(heard.text.slice(entity.end))),
  );
  fillPlace(task, said, places, changed);
  const corrected =
    task.address && !answer
      ? (correctedAddress(task.address, heard.text) ??
        (address &&
          (amendedAddress(task.address, address.line) ?? continuedAddress(task.address, address.line))))
      : null;
  const line = corrected ?? address?.line ?? task.address;
  if (line !== task.address) {
    task.address = line;
    changed.add('address');
  }
  // What is only added ("also a carpenter at 5") says nothing of the task.
  if (!besides || own.length > 0) fillWish(task, { ...when, entities: own }, changed, context.timeZone);
  const further = others.filter((other) => other.service.id !== task.service?.id);
  return { task, changed, further, doubted };
}

function serviceOf(id: string, { services }: FillContext): ServiceRead | undefined {
  return services.find((service) => service.id === id);
}

/** "Cancel BK-7F3K9Q" is about that booking, not about this one. */
function namesBooking({ entities }: TurnUnderstanding, ask: AskedIntent): boolean {
  return entities.some(
    (entity) => entity.type === 'term' && entity.list === 'booking_reference' && within(entity, ask),
  );
}

type Stretch = Pick<AskedIntent, 'start' | 'end'>;

function within(inner: Stretch, outer: Stretch): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** The address that stands already, said once more: "12, 5th Cross" is no twelve o'clock. */
function repeatedAddress({ address }: BookingTask, text: string): FoundAddress | null {
  const plain = (said: string): string =>
    said
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
      .trim();
  if (!address || plain(text) === '' || !/\p{L}/u.test(text)) return null;
  return plain(address).startsWith(plain(text)) ? { line: address, start: 0, end: text.length } : null;
}

/** A house number is no time and no count. */
function isPartOf(entity: Entity, address: FoundAddress): boolean {
  return within(entity, address) && address.line.includes(entity.text) && entity.type !== 'term';
}

/** `text` with blanks in the place of some stretches of it. */
function without(text: string, stretches: readonly Stretch[]): string {
  return stretches.reduce(
    (rest, { start, end }) => rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end),
    text,
  );
}

function saysElse({ type, confidence }: Entity): boolean {
  return elsewhere.has(type) && (type !== 'time' || confidence >= clearTime);
}

function queued(
  { service: ref }: ServiceRequest,
  said: string,
  when: SaidWhen,
  task: BookingTask,
  context: FillContext,
): QueuedRequest {
  const service = serviceOf(ref.id, context);
  const sized = service ? optionsOf(service, said, context) : { attributes: [], quantity: 1, unclear: null };
  return {
    service: ref,
    ...sized,
    wish: wishIn(when, timeContextOf(task)),
  };
}
