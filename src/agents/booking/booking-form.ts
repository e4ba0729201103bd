// A booking in the making: what is known of it and what is missing. Plain data, kept between turns.
import type { ServiceRef } from '../language/service.recogniser.js';
import type { SlotRead } from '../agent-tools.js';
import type { OtherPlace } from '../reading/place-mention.js';
import type { UnclearOption } from '../reading/option-reader.js';
import type { ServiceFocus } from '../dialogue/agent.js';
import { noText, restoredText, type KeptText } from '../language/responses.js';
import { noWish, type TimePreference } from '../reading/time-preference.js';
import { nextDays, type TimeContext } from '../reading/time-preference-reader.js';

/** What has to be known, in the order in which it is asked. */
export type FormField = 'service' | 'options' | 'pincode' | 'when' | 'address' | 'yes';

export interface VisitPlace {
  /** Empty where only the pincode is asked about. */
  line: string;
  pincode: string;
  city?: string;
}

export interface BookingTask {
  service: ServiceRef | null;
  /** Asked about: it could be any of these. */
  candidates: ServiceRef[];
  attributes: string[];
  quantity: number;
  /** Said of size or number, and to be asked about. */
  unclear: UnclearOption | null;
  city: string | null;
  pincode: string | null;
  /** Service and pincode that were found to go together: asked once, not with every turn. */
  servedAt: string | null;
  wish: TimePreference;
  slot: SlotRead | null;
  /** Service, pincode and start for which whoever fits best was found: looked for once, not with every turn. */
  fittedFor: string | null;
  /** Shown to choose from. */
  offered: SlotRead[];
  address: string | null;
  /** A saved address that was suggested; "yes" takes it. */
  suggested: VisitPlace | null;
  /** What "the same time" and "the same day" mean: of the booking before, or of the visit that is named (HH:MM, YYYY-MM-DD). */
  earlierTime: string | null;
  earlierDate: string | null;
  /** "At my place": the saved address is meant, and no other. */
  atHome: boolean;
  /** It is for another place than home: which of the saved ones, if any, has to be said. */
  otherPlace: OtherPlace | null;
  /** The place was not said but taken from the saved addresses. It is shown before anything is booked. */
  isPlaceAssumed: boolean;
  /** What whoever comes shall know; goes with the booking. */
  notes: string[];
  asked: FormField | null;
  /** How it was asked, in short: said again after an aside. */
  question: KeptText;
  proposalId: string | null;
}

export interface QueuedRequest {
  service: ServiceRef;
  attributes: string[];
  quantity: number;
  unclear: UnclearOption | null;
  /** As far as something else was said than of the one before it. */
  wish: TimePreference;
}

/** How the last task ended, for "what were we doing?" and for a second "yes". */
export interface EndedTask {
  how: 'booked' | 'dropped';
  what: KeptText;
  reference: string | null;
  /** Where and on which day: what is asked for next is for there and then unless something else is said. */
  pincode: string | null;
  address: string | null;
  date: string | null;
  time: string | null;
}

/** Of a task that was dropped. */
export const notBooked = { how: 'dropped', reference: null, date: null, time: null } as const;

export interface BookingDialogue {
  task: BookingTask | null;
  /** Services asked for in the same breath, to be taken up afterwards. */
  queue: QueuedRequest[];
  last: EndedTask | null;
}

export const emptyDialogue: BookingDialogue = { task: null, queue: [], last: null };

export function newTask(known: Partial<BookingTask> = {}): BookingTask {
  return {
    service: null,
    candidates: [],
    attributes: [],
    quantity: 1,
    unclear: null,
    city: null,
    pincode: null,
    servedAt: null,
    wish: noWish,
    slot: null,
    fittedFor: null,
    offered: [],
    address: null,
    suggested: null,
    earlierTime: null,
    earlierDate: null,
    atHome: false,
    otherPlace: null,
    isPlaceAssumed: false,
    notes: [],
    asked: null,
    question: noText,
    proposalId: null,
    ...known,
  };
}

/** Size and number of what nothing is said of. */
const asUsual = { attributes: [], quantity: 1, unclear: null };

/** As it was kept by an earlier version: what that did not know yet is empty. */
export function restoredForm({ task, queue, last }: BookingDialogue): BookingDialogue {
  return {
    task:
      task && newTask({ ...task, wish: { ...noWish, ...task.wish }, question: restoredText(task.question) }),
    queue: queue.map((request) => ({ ...asUsual, ...request, wish: { ...noWish, ...request.wish } })),
    last: last && { ...last, what: restoredText(last.what) },
  };
}

/** @param place that was suggested and is taken */
export function withSuggested(task: BookingTask, { pincode, line, city }: VisitPlace): BookingTask {
  return { ...task, pincode, address: line || task.address, city: city ?? task.city, suggested: null };
}

/**
 * Without the services that a message rules out: those that wait are dropped, and where the one at hand is among them, the next takes its
 * place. Alone it stays: that nothing is wanted any more is said otherwise.
 * @param changed what the message has changed of `task`; added to
 */
export function withoutServices(
  task: BookingTask,
  queue: readonly QueuedRequest[],
  changed: Set<FormField>,
  ruledOut: readonly ServiceRef[],
): { task: BookingTask; queue: QueuedRequest[] } {
  const isOut = ({ id }: ServiceRef): boolean => ruledOut.some((each) => each.id === id);
  const left = queue.filter(({ service }) => !isOut(service));
  const [next, ...more] = left;
  const stays = !next || !task.service || changed.has('service') || !isOut(task.service);
  if (left.length < queue.length) changed.add('service');
  if (stays) return { task, queue: left };
  changed.add('service');
  const { service, attributes, quantity, unclear } = next;
  return { task: { ...task, service, attributes, quantity, unclear, slot: null, offered: [] }, queue: more };
}

/** What a message about when is read beside. */
export function timeContextOf({ asked, offered, wish, earlierTime, earlierDate }: BookingTask): TimeContext {
  return { isAsked: asked === 'when' || offered.length > 0, wish, earlierTime, earlierDate };
}

/** "Any other time?": of the day that was talked about. */
export function otherTimes(task: BookingTask, today: string): BookingTask {
  const { date, until, not } = task.wish;
  return {
    ...task,
    slot: null,
    offered: [],
    wish: date ? { ...noWish, date, until, not } : nextDays(today, not),
  };
}

/** What is asked for after a booking is for the same place and day, unless something else is said. */
export function carriedOver(last: EndedTask | null, today: string): Partial<BookingTask> {
  if (!last) return {};
  const { pincode, address, date, time: earlierTime } = last;
  return {
    pincode,
    address,
    earlierTime,
    wish: { ...noWish, date: date !== null && date >= today ? date : null },
  };
}

/** What is talked about while it is arranged. */
export function arrangedFocus(
  { attributes, quantity, pincode, slot }: BookingTask,
  serviceId: string,
): ServiceFocus {
  return {
    by: 'booking',
    ...{ serviceId, attributes, quantity, pincode },
    startsAt: slot?.startsAt ?? null,
    isArranged: true,
  };
}
