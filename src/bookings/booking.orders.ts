// What is asked of a booking, and by whom.
import type { Provider } from '../providers/provider.entity.js';

/** Who moved it: the part of an Actor that the history keeps. */
export interface BookingActor {
  kind: string;
  id: string;
}

/** How a booking is cancelled. */
export interface Cancellation {
  reason: string;
  /** The fee that was shown: for another one it is not cancelled. */
  expectedFeePaise?: number | undefined;
  /** The fee of a quote that still holds: then that is the fee, whatever the terms have become since. */
  quotedFeePaise?: number | undefined;
  /** What the cancellation is known by: its proposal. */
  key?: string | undefined;
}

/** What a slot and its price decide of a booking. */
export interface SoldSlot {
  provider: Provider;
  startsAt: Date;
  endsAt: Date;
  busyUntil: Date;
  bufferBeforeMinutes: number;
  rateCard: string;
  totalPaise: number;
}

/** Who comes when; the price is not part of it. */
export type AssignedVisit = Pick<
  SoldSlot,
  'provider' | 'startsAt' | 'endsAt' | 'busyUntil' | 'bufferBeforeMinutes'
>;

/** Nobody has said to come to the slot yet, or is on the way to it. */
export const newlyAssigned = {
  status: 'confirmed',
  confirmedAt: null,
  startTries: 0,
  unattendedSince: null,
} as const;

/** How somebody else is sent. */
export interface Reassignment {
  visit: AssignedVisit;
  /** How it was sold until then, for the history. */
  was: object;
  reason: string;
}

/** How a booking takes another slot. */
export interface Rescheduling {
  slot: SoldSlot;
  /** How it was sold until then, for the history. */
  was: object;
  /** The fee that was shown: for another one it is not rescheduled. */
  expectedFeePaise?: number | undefined;
  /** What the rescheduling is known by: its proposal or request. */
  key?: string | undefined;
}
