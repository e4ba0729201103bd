// Which free slot fits the customer's wish, and which to offer when none does.
import { DateTime } from 'luxon';
import type { SlotRead } from '../agent-tools.js';
import type { TimePreference } from '../reading/time-preference.js';

export type SlotChoice =
  | { slot: SlotRead }
  /** `time`: the clock time that was wished for and is not free. */
  | { offer: SlotRead[]; because: 'choose' | 'not_free'; time?: string };

export const offeredAtMost = 6;
const closeEnoughMinutes = 29;

/**
 * @param slots free ones of the wished days, by start, better providers first
 * @param before offered earlier: where am and pm were left open, the reading that was offered counts
 * @param atMost how many are offered
 */
export function chooseSlot(
  slots: readonly SlotRead[],
  wish: TimePreference,
  before: readonly SlotRead[],
  zone: string,
  atMost = offeredAtMost,
): SlotChoice {
  const each = slots.filter((slot, index) => slots[index - 1]?.startsAt !== slot.startsAt);
  const clock = (slot: SlotRead): string => clockOf(slot, zone);
  if (wish.time !== null) {
    const asWell = [wish.time, ...wish.alsoTimes];
    const several = each.filter((slot) => asWell.includes(clock(slot)));
    const hasAlternatives = wish.alsoTimes.length + wish.otherDates.length > 0;
    if (hasAlternatives && several.length > 1) return { offer: spread(several, atMost), because: 'choose' };
    if (hasAlternatives && several[0]) return { slot: several[0] };
    const readings = readingsOf(wish, before.map(clock));
    const exact = readings
      .map((reading) => each.find((slot) => clock(slot) === reading))
      .find((slot) => slot);
    if (exact) return { slot: exact };
    const wanted = readings[0]!;
    const [next] = byDistance(each, wanted, zone);
    const onTheGrid = /:(?:00|30)$/.test(wanted);
    if (next && !onTheGrid && Math.abs(minutes(clock(next)) - minutes(wanted)) <= closeEnoughMinutes)
      return { slot: next };
    const nearest = byDistance(each, wanted, zone).slice(0, atMost);
    return { offer: inOrder(nearest), because: 'not_free', time: wanted };
  }
  const fitting = each.filter(
    (slot) => (!wish.from || clock(slot) >= wish.from) && (!wish.to || clock(slot) < wish.to),
  );
  if (wish.earliest && fitting[0]) return { slot: fitting[0] };
  if (fitting.length > 0) return { offer: spread(fitting, atMost), because: 'choose' };
  const nearby = byDistance(each, wish.from ?? wish.to ?? '12:00', zone).slice(0, atMost);
  return { offer: inOrder(nearby), because: 'not_free' };
}

/** The likeliest first. Where times were on offer, the reading nearest to them alone: "8" after morning times is no evening. */
function readingsOf({ time, otherTimes }: TimePreference, offered: readonly string[]): string[] {
  const readings = [time!, ...otherTimes];
  const away = (reading: string): number =>
    Math.min(...offered.map((clock) => Math.abs(minutes(clock) - minutes(reading))));
  return offered.length === 0 ? readings : readings.toSorted((a, b) => away(a) - away(b)).slice(0, 1);
}

export function clockOf(slot: SlotRead, zone: string): string {
  return DateTime.fromISO(slot.startsAt, { zone }).toFormat('HH:mm');
}

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function byDistance(slots: readonly SlotRead[], clock: string, zone: string): SlotRead[] {
  const distance = (slot: SlotRead): number => Math.abs(minutes(clockOf(slot, zone)) - minutes(clock));
  return slots.toSorted((a, b) => distance(a) - distance(b));
}

function inOrder(slots: readonly SlotRead[]): SlotRead[] {
  return slots.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt));
}

/** A handful from the whole stretch rather than the first handful. */
function spread(slots: readonly SlotRead[], atMost: number): SlotRead[] {
  if (slots.length <= atMost) return [...slots];
  return Array.from({ length: atMost }, (_, index) => slots[Math.floor((index * slots.length) / atMost)]!);
}
