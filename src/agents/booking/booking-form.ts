// A booking in the making: what is known of it and what is missing. Plain data, kept between turns.
import type { ServiceRef } from '../language/service.recogniser.js';
import type { SlotRead } from '../agent-tools.js';
import type { UnclearOption } from './options.js';

/** What has to be known, in the order in which it is asked. */
export type FormField = 'service' | 'options' | 'pincode' | 'when' | 'address' | 'yes';

/** When the customer would like it, as said; clock times are `HH:MM` in the business time zone. */
export interface TimePreference {
  date: string | null;
  /** Last day, when several were named ("this weekend"). */
  until: string | null;
  time: string | null;
  /** Other readings of `time`, where neither am nor pm was said. */
  otherTimes: string[];
  from: string | null;
  to: string | null;
  /** "As soon as possible", "any time": the first free slot will do. */
  earliest: boolean;
  /** Further days that would do as well as `date` ("Wednesday or Friday"). */
  otherDates: string[];
  /** Further times that would do as well as `time` ("11 am or 2 pm"). */
  alsoTimes: string[];
  /** Never offered, whatever is said of other days and times. */
  not: TimeExclusion[];
  /** Asked about before anything is offered. */
  doubt: WishDoubt | null;
}

/** Days (YYYY-MM-DD, from the first to the last; null: every day) and hours of them (HH:MM; null: from the beginning, to the end). */
export interface TimeExclusion {
  date: string | null;
  until: string | null;
  from: string | null;
  to: string | null;
}

/** What was said of a day or time and not understood for certain. */
export interface WishDoubt {
  about: 'day' | 'time';
  /** As typed. */
  text: string;
  reason: 'readings' | 'no_such_day' | 'not_understood' | 'time_zone';
  /** What it may mean, as the entity reader writes it. */
  readings: string[];
}

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
  /** Shown to choose from. */
  offered: SlotRead[];
  address: string | null;
  /** A saved address that was suggested; "yes" takes it. */
  suggested: VisitPlace | null;
  /** What "the same time" means: of the booking before. */
  earlierTime: string | null;
  /** "At my place": the saved address will do. */
  atHome: boolean;
  /** What whoever comes shall know; goes with the booking. */
  notes: string[];
  asked: FormField | null;
  /** How it was asked, in short: said again after an aside. */
  question: string;
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
  what: string;
  reference: string | null;
  /** Where and on which day: what is asked for next is for there and then unless something else is said. */
  pincode: string | null;
  address: string | null;
  date: string | null;
  time: string | null;
}

export interface BookingDialogue {
  task: BookingTask | null;
  /** Services asked for in the same breath, to be taken up afterwards. */
  queue: QueuedRequest[];
  last: EndedTask | null;
}

export const noWish: TimePreference = {
  date: null,
  until: null,
  time: null,
  otherTimes: [],
  from: null,
  to: null,
  earliest: false,
  otherDates: [],
  alsoTimes: [],
  not: [],
  doubt: null,
};

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
    offered: [],
    address: null,
    suggested: null,
    earlierTime: null,
    atHome: false,
    notes: [],
    asked: null,
    question: '',
    proposalId: null,
    ...known,
  };
}

/** Size and number of what nothing is said of. */
const asUsual = { attributes: [], quantity: 1, unclear: null };

/** As it was kept by an earlier version: what that did not know yet is empty. */
export function restoredForm({ task, queue, last }: BookingDialogue): BookingDialogue {
  return {
    task: task && newTask({ ...task, wish: { ...noWish, ...task.wish } }),
    queue: queue.map((request) => ({ ...asUsual, ...request, wish: { ...noWish, ...request.wish } })),
    last,
  };
}

/** @param place that was suggested and is taken */
export function withSuggested(task: BookingTask, { pincode, line, city }: VisitPlace): BookingTask {
  return { ...task, pincode, address: line || task.address, city: city ?? task.city, suggested: null };
}

export function hasWish(wish: TimePreference): boolean {
  return wish.date !== null || wish.time !== null || wish.from !== null || wish.to !== null || wish.earliest;
}
