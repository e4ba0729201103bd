// Cutting free slots out of what providers work and what is already sold. Pure: minutes and instants in, slots out.
import { travelMinutes } from './booking.entity.js';

/** A stretch in which a provider works. */
export interface WorkingWindow {
  providerId: string;
  name: string;
  ratingAverage: number;
  from: Date;
  to: Date;
}

/** A stretch in which a provider is taken, travel included. */
export interface BusyTime {
  providerId: string;
  from: Date;
  to: Date;
}

export interface Slot {
  startsAt: Date;
  endsAt: Date;
  providerId: string;
  providerName: string;
  ratingAverage: number;
}

const minute = 60_000;
/** Slots start on the hour and half hour of every time zone with whole or half hours. */
export const slotStepMinutes = 30;

/**
 * @param notBefore earliest start, inclusive
 * @param notAfter latest start, inclusive
 * @returns by start, then better rated providers first. The visit must fit the window; travel after it need not.
 */
export function cutSlots(
  windows: readonly WorkingWindow[],
  busy: readonly BusyTime[],
  durationMinutes: number,
  notBefore: Date,
  notAfter: Date,
): Slot[] {
  const busyOf = Map.groupBy(busy, (time) => time.providerId);
  const slots = windows.flatMap((window) => {
    const taken = busyOf.get(window.providerId) ?? [];
    return starts(window, durationMinutes, notBefore, notAfter)
      .filter((start) => !taken.some((time) => overlaps(start, durationMinutes + travelMinutes, time)))
      .map((start) => ({
        startsAt: new Date(start),
        endsAt: new Date(start + durationMinutes * minute),
        providerId: window.providerId,
        providerName: window.name,
        ratingAverage: window.ratingAverage,
      }));
  });
  return slots.sort(
    (a, b) =>
      a.startsAt.getTime() - b.startsAt.getTime() ||
      b.ratingAverage - a.ratingAverage ||
      a.providerId.localeCompare(b.providerId),
  );
}

function starts(window: WorkingWindow, durationMinutes: number, notBefore: Date, notAfter: Date): number[] {
  const step = slotStepMinutes * minute;
  const first = Math.ceil(Math.max(window.from.getTime(), notBefore.getTime()) / step) * step;
  const last = Math.min(window.to.getTime() - durationMinutes * minute, notAfter.getTime());
  return last < first
    ? []
    : Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}

function overlaps(start: number, minutes: number, time: BusyTime): boolean {
  return start < time.to.getTime() && time.from.getTime() < start + minutes * minute;
}

/** The `count` slots that start nearest to `wanted`, at most one a start time, earlier first. */
export function nearestSlots(slots: readonly Slot[], wanted: Date, count: number): Slot[] {
  const distance = (slot: Slot): number => Math.abs(slot.startsAt.getTime() - wanted.getTime());
  const oneEach = slots.filter(
    (slot, index) => slots[index - 1]?.startsAt.getTime() !== slot.startsAt.getTime(),
  );
  return oneEach
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, count)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}
