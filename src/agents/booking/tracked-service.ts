// Which service the task is about, and which are asked for besides.
import type { ServiceRead } from '../agent-tools.js';
import type { AskedIntent, TurnUnderstanding } from '../language/language-understander.js';
import { clearService, type ServiceRef } from '../language/service.recogniser.js';
import type { FoundAddress } from '../reading/address-signs.js';
import { ordinalIn } from '../reading/ordinal-reader.js';
import { requestsIn, type ServiceRequest } from '../reading/service-request-reader.js';
import { variantFor } from '../reading/service-variant.js';
import type { BookingTask, FormField } from './booking-form.js';
import { namesThing, requestsMeant } from './service-change.js';

const namesService = new Set(['book_service', 'ask_availability', 'change_details']);
/** Of the letters of a word by which one of several candidates is picked ("the repair"). */
const shortestName = 4;
/** Words that add to a request instead of replacing it. */
const adds = /\b(?:also|too|as well|in addition|another|bhi)\b|भी/iu;
const replaces = /\b(?:instead|not|rather|actually|meant)\b/i;

export interface Requested {
  requests: ServiceRequest[];
  /** Whether all of them are asked for besides the task's service. */
  besides: boolean;
  doubted: ServiceRef | null;
}

/** The services that are asked for; the first of them is the task's, unless it has one that stays. */
export function fillService(
  task: BookingTask,
  { text, ruledOut }: TurnUnderstanding,
  asks: readonly AskedIntent[],
  address: FoundAddress | null,
  changed: Set<FormField>,
  services: readonly ServiceRead[],
): Requested {
  const beside = asks.flatMap((ask) => withoutAddress(ask, address));
  const naming = beside.filter((ask) => mayNameService(task, ask));
  const choice = task.candidates.length > 0 ? chosenOf(task.candidates, beside) : undefined;
  const inCatalogue = requestsIn(text, naming).map((request) => ({ ...request, service: variantOf(request.service, text, services) ?? request.service })); // prettier-ignore
  const named = choice ? [{ service: choice, start: 0, end: text.length }] : inCatalogue;
  const isAdded = task.service !== null && adds.test(text) && !replaces.test(text);
  const isOut = ruledOut.some(({ id }) => id === task.service?.id);
  const requests = choice || isOut ? named : requestsMeant(named, task, text, isAdded);
  const variant = task.service && requests.length === 0 ? variantOf(task.service, text, services) : null;
  const first = requests[0]?.service ?? variant;
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
  if (task.service && !choice && !variant && couldBeStill(task.service, naming)) return noRequests;
  if (isAdded) return { ...found, besides: true };
  if (task.service) Object.assign(task, { attributes: [], quantity: 1, unclear: null });
  Object.assign(task, { service: first, slot: null, offered: [] });
  changed.add('service');
  return found;
}

/** "For my husband" makes the men's haircut of the women's. */
function variantOf(service: ServiceRef, text: string, services: readonly ServiceRead[]): ServiceRef | null {
  const variant = variantFor(service, text, services);
  return variant && { id: variant.id, slug: variant.slug, name: variant.name, category: variant.category };
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
