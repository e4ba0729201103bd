// Cutting free slots out of what providers work and what keeps them. Pure: minutes and instants in, slots out.

/** A stretch in which a provider works. */
export interface WorkingWindow {
  providerId: string;
  name: string;
  ratingAverage: number;
  from: Date;
  to: Date;
}

/** A stretch in which a provider is taken for a visit at the place: with the buffers of what takes them, and the way there and back. */
export interface BusyTime {
  providerId: string;
  from: Date;
  to: Date;
}

/** How long a visit takes, and what the provider needs at the place around it. */
export interface VisitLength {
  durationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
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
 * @returns by start, then better rated providers first. The visit must fit the window; its buffers need not.
 */
export function cutSlots(
  windows: readonly WorkingWindow[],
  busy: readonly BusyTime[],
  visit: VisitLength,
  notBefore: Date,
  notAfter: Date,
): Slot[] {
  const busyOf = Map.groupBy(busy, (time) => time.providerId);
  const slots = windows.flatMap((window) => {
    const taken = busyOf.get(window.providerId) ?? [];
    return starts(window, visit.durationMinutes, notBefore, notAfter)
      .map((start) => new Date(start))
      .filter((startsAt) => !taken.some((time) => overlap(blockedBy(visit, startsAt), time)))
      .map((startsAt) => ({
        startsAt,
        endsAt: endOf(visit, startsAt),
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

export const endOf = ({ durationMinutes }: VisitLength, startsAt: Date): Date =>
  new Date(startsAt.getTime() + durationMinutes * minute);

/** The time for which a visit keeps its provider, without the way. */
export function blockedBy(visit: VisitLength, startsAt: Date): { from: Date; to: Date } {
  return {
    from: new Date(startsAt.getTime() - visit.bufferBeforeMinutes * minute),
    to: new Date(endOf(visit, startsAt).getTime() + visit.bufferAfterMinutes * minute),
  };
}

function starts(window: WorkingWindow, durationMinutes: number, notBefore: Date, notAfter: Date): number[] {
  const step = slotStepMinutes * minute;
  const first = Math.ceil(Math.max(window.from.getTime(), notBefore.getTime()) / step) * step;
  const last = Math.min(window.to.getTime() - durationMinutes * minute, notAfter.getTime());
  return last < first
    ? []
    : Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}

function overlap(a: { from: Date; to: Date }, b: { from: Date; to: Date }): boolean {
  return a.from < b.to && b.from < a.to;
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
