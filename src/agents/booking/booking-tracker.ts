// Puts what the customer said into the task. Later words override earlier ones; what depends on a changed fact is forgotten.
import type { Entity } from '#libs/nlu';
import { localDate } from '#libs/time';
import { clearService, type ServiceRef } from '../language/service.recogniser.js';
import type { AskedIntent, TurnUnderstanding } from '../language/language-understander.js';
import type { ServiceRead } from '../agent-tools.js';
import { addressAnswer } from '../reading/address-answer.js';
import { amendedAddress, correctedAddress } from '../reading/address-correction.js';
import { addressAmong } from '../reading/address-reader.js';
import { isContact, type FoundAddress } from '../reading/address-signs.js';
import { correctsPincode } from '../reading/pincode-correction.js';
import { fillOptions } from './tracked-options.js';
import { fillWish } from './tracked-time.js';
import { optionsIn } from '../reading/option-reader.js';
import { ordinalIn } from '../reading/ordinal-reader.js';
import { namesThing, requestsMeant } from './service-change.js';
import { requestsIn, scopesOf, sharedOut, type ServiceRequest } from '../reading/service-request-reader.js';
import {
  timeContextOf,
  withSuggested,
  type BookingTask,
  type FormField,
  type QueuedRequest,
} from './booking-form.js';
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
  /** The full record of the task's service, if it has one. */
  serviceOf: (id: string) => ServiceRead | undefined;
}

/** Intents that talk about something else: their facts are not facts of the booking. */
const asides = new Set(['ask_policy', 'report_complaint', 'booking_status']);
/** These too, unless there is no booking yet that they could lead away from. */
const questions = new Set(['ask_price', 'ask_service_info']);
/** Said of when and where. */
const elsewhere = new Set<Entity['type']>(['date', 'time', 'time_range', 'pincode', 'phone']);
/** A bare number that could be a time is a number first. */
const clearTime = 0.6;
const namesService = new Set(['book_service', 'ask_availability', 'change_details']);
/** Of the letters of a word by which one of several candidates is picked ("the repair"). */
const shortestName = 4;
/** Words that add to a request instead of replacing it. */
const adds = /\b(?:also|too|as well|in addition|another|bhi)\b|भी/iu;
const replaces = /\b(?:instead|not|rather|actually|meant)\b/i;
/** The saved address. A closed set of set phrases. */
const atHome =
  /\b(?:(?:at|to) (?:my )?(?:home|house|place)|home address|(?:same|saved|usual|registered) (?:address|place)|(?:mere )?ghar (?:pe|par|pr)|wahi (?:address|pata)|same (?:to )?same)\b|^\W*home\W*$|घर पर/iu;

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
  const address = answer ?? addressAmong(heard, asks);
  const entities = heard.entities.filter(
    (entity) => !aside.some((ask) => within(entity, ask)) && !(address && isPartOf(entity, address)),
  );
  const said = without(heard.text, [...aside, ...(address ? [address] : [])]);

  const { requests, besides, doubted } = fillService(task, heard, asks, address, changed);
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
  const service = task.service && context.serviceOf(task.service.id);
  // A day or a pincode answers no question for a size: "Sunday at 2".
  const scope = task.asked === 'options' ? without(said, entities.filter(saysElse)) : (scopes[0] ?? said);
  if (service && !besides) fillOptions(task, service, scope, changed, context);
  const places = entities.filter((entity) => entity.type !== 'pincode' || isContact(entity, heard.text));
  fillPlace(task, said, places, changed);
  const corrected =
    task.address && !answer
      ? (correctedAddress(task.address, heard.text) ??
        (address && amendedAddress(task.address, address.line)))
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
  const service = context.serviceOf(ref.id);
  const options = service && optionsIn(service, said, context);
  const { attributes = [], quantity = null, unclear = null } = options ?? {};
  return {
    service: ref,
    attributes,
    quantity: quantity ?? 1,
    unclear,
    wish: wishIn(when, timeContextOf(task)),
  };
}

interface Requested {
  requests: ServiceRequest[];
  /** Whether all of them are asked for besides the task's service. */
  besides: boolean;
  doubted: ServiceRef | null;
}

/** The services that are asked for; the first of them is the task's, unless it has one that stays. */
function fillService(
  task: BookingTask,
  { text }: TurnUnderstanding,
  asks: readonly AskedIntent[],
  address: FoundAddress | null,
  changed: TrackedForm['changed'],
): Requested {
  const beside = asks.flatMap((ask) => withoutAddress(ask, address));
  const naming = beside.filter((ask) => mayNameService(task, ask));
  const choice = task.candidates.length > 0 ? chosenOf(task.candidates, beside) : undefined;
  const named = choice ? [{ service: choice, start: 0, end: text.length }] : requestsIn(text, naming);
  const isAdded = task.service !== null && adds.test(text) && !replaces.test(text);
  const requests = choice ? named : requestsMeant(named, task, text, isAdded);
  const first = requests[0]?.service;
  if (!first) {
    const candidates = naming[0]?.guess.candidates;
    if (!task.service && candidates) {
      task.candidates = candidates;
      changed.add('service');
    }
    const doubted = named.find(
      ({ service, start, end }) => task.service && namesThing(text.slice(start, end), service, task.service),
    );
    return { ...noRequests, doubted: doubted?.service ?? null };
  }
  task.candidates = [];
  const found = { requests, besides: false, doubted: null };
  if (first.id === task.service?.id) return found;
  if (task.service && !choice && couldBeStill(task.service, naming)) return noRequests;
  if (isAdded) return { ...found, besides: true };
  if (task.service) Object.assign(task, { attributes: [], quantity: 1, unclear: null });
  Object.assign(task, { service: first, slot: null, offered: [] });
  changed.add('service');
  return found;
}

const noRequests: Requested = { requests: [], besides: false, doubted: null };

/** "It makes noise" fits many services, the one being arranged among them. */
function couldBeStill({ id }: ServiceRef, naming: readonly AskedIntent[]): boolean {
  return naming.every(
    ({ guess }) =>
      guess.confidence < clearService && guess.candidates.some((candidate) => candidate.id === id),
  );
}

/** What an ask says beside the address; nothing when that is all it says. */
function withoutAddress(ask: AskedIntent, address: FoundAddress | null): AskedIntent[] {
  if (!address) return [ask];
  const parts = ask.parts.filter(
    (part) => part.end <= address.start || part.start >= address.end || part.start < address.start,
  );
  if (parts.length === ask.parts.length) return [ask];
  const guess = parts.map((part) => part.guess).sort((a, b) => b.confidence - a.confidence)[0];
  return guess ? [{ ...ask, parts, guess }] : [];
}

function mayNameService(task: BookingTask, { text, intents, guess }: AskedIntent): boolean {
  if (guess.candidates.length === 0) return false;
  const intent = intents[0]?.name;
  if (intent !== undefined && namesService.has(intent))
    return intent !== 'change_details' || guess.confidence >= clearService;
  // An answer to "what needs to be done?" may be as vague as it likes.
  if (task.asked === 'service') return true;
  if (guess.confidence < clearService) return false;
  const { service } = task;
  return !service || (adds.test(text) && guess.service !== null && namesThing(text, guess.service, service));
}

function chosenOf(candidates: readonly ServiceRef[], asks: readonly AskedIntent[]): ServiceRef | undefined {
  const said = asks.map((ask) => ask.text).join(' ');
  const position = ordinalIn(said, candidates.length, true);
  if (position !== null) return candidates[position];
  const words = said
    .toLowerCase()
    .split(/\W+/)
    .filter((word) => word.length >= shortestName);
  const named = candidates.filter(({ name }) => words.some((word) => name.toLowerCase().includes(word)));
  if (named.length === 1) return named[0];
  const isCandidate = ({ id }: ServiceRef): boolean => candidates.some((candidate) => candidate.id === id);
  return asks.flatMap((ask) => ask.guess.candidates.slice(0, 1)).find(isCandidate);
}

function fillPlace(
  task: BookingTask,
  said: string,
  entities: readonly Entity[],
  changed: TrackedForm['changed'],
): void {
  const pincode = entities.findLast((entity) => entity.type === 'pincode');
  const city = entities.findLast((entity) => entity.type === 'term' && entity.list === 'city');
  if (city?.type === 'term' && task.suggested?.city === city.value && !pincode) {
    Object.assign(task, withSuggested(task, task.suggested));
    changed.add('pincode');
  } else if (city?.type === 'term' && city.value !== task.city) {
    task.city = city.value;
    if (!task.pincode) changed.add('pincode');
  }
  if (pincode?.type === 'pincode' && pincode.value !== task.pincode) {
    // An address said before any pincode belongs to the pincode that is said now.
    const isSameHouse = !task.pincode || correctsPincode(said, task.pincode, pincode.value);
    const address = isSameHouse ? task.address : null;
    Object.assign(task, { pincode: pincode.value, address, suggested: null, slot: null, offered: [] });
    changed.add('pincode');
  } else if (atHome.test(said) && !pincode) {
    task.atHome = true;
    if (task.suggested) {
      Object.assign(task, { pincode: task.suggested.pincode, address: task.suggested.line, suggested: null });
      changed.add('address');
    }
  }
}
