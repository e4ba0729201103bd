// Free times for a wish: the one that fits, those to choose from, or why there are none. Shared by whatever puts a visit into the calendar.
import { Injectable } from '@nestjs/common';
import { addDays, instantAt, localDate } from '#libs/time';
import { Settings } from '../../config/settings.js';
import type { SlotRead, ToolSession } from '../agent-tools.js';
import { hasWish, type TimePreference, type WishDoubt } from '../reading/time-preference.js';
import { isExcluded } from '../reading/time-preference-values.js';
import { chooseSlot, clockOf } from './slot-choice.js';

export interface SlotSearch {
  serviceId: string;
  pincode: string;
  wish: TimePreference;
  /** Shown before: where am and pm were left open, what was offered counts. */
  offered: readonly SlotRead[];
  /** How many are offered at most, where that is not the usual number. */
  offersAtMost?: number;
  /** A booking that would be given up for the slot: its time counts as free. */
  instead?: string;
}

export type FoundSlots =
  | { kind: 'slot'; slot: SlotRead }
  /** `time`: the clock time that was wished for. */
  | { kind: 'offer'; slots: SlotRead[]; because: 'choose' | 'not_free'; time: string | null }
  | { kind: 'nothing'; why: 'no_wish' | 'past' | 'too_far' | 'nothing_free' }
  | { kind: 'doubt'; doubt: WishDoubt };

/** How far beyond a full day we look for something to offer instead. */
const daysToLookOn = 3;
/** Of a time for which no day was named. */
const daysToTake = 2;

@Injectable()
export class SlotFinder {
  constructor(private readonly settings: Settings) {}

  async findSlots(search: SlotSearch, tools: ToolSession, now: Date): Promise<FoundSlots> {
    const { wish, offersAtMost } = search;
    const { date, until, otherDates, doubt } = wish;
    if (doubt) return { kind: 'doubt', doubt };
    if (!hasWish(wish)) return { kind: 'nothing', why: 'no_wish' };
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const today = localDate(now, zone);
    if (date && (until ?? date) < today && otherDates.length === 0) return { kind: 'nothing', why: 'past' };
    if (date && date > addDays(today, this.settings.BOOKING_HORIZON_DAYS))
      return { kind: 'nothing', why: 'too_far' };
    // A clock time without a day means the next day on which it can still be met.
    const days = date ? [date, ...otherDates] : nextDaysLeft(wish, today);
    if (days.length === 0) return { kind: 'nothing', why: 'nothing_free' };
    const last = until ?? days.toSorted().at(-1)!;
    const free = await this.freeOn(search, days, last, tools);
    const choice = chooseSlot(free, wish, search.offered, zone, offersAtMost);
    if ('slot' in choice) return { kind: 'slot', slot: choice.slot };
    if (choice.offer.length > 0)
      return { kind: 'offer', slots: choice.offer, because: choice.because, time: choice.time ?? wish.time };
    const later = await this.free(search, addDays(last, 1), addDays(last, daysToLookOn), tools);
    const instead = chooseSlot(later, { ...wish, earliest: false }, [], zone, offersAtMost);
    const slots = 'slot' in instead ? [instead.slot] : instead.offer;
    return slots.length > 0
      ? { kind: 'offer', slots, because: 'not_free', time: wish.time }
      : { kind: 'nothing', why: 'nothing_free' };
  }

  /**
   * The same time by whoever fits the customer best of those who are free then. What was found may have been taken since: then it stays, and whoever
   * holds it says so.
   * @param rather whom it is left to, where they are free: who was to come comes again
   */
  async byBest(
    slot: SlotRead,
    visit: { serviceId: string; pincode: string; instead?: string },
    tools: ToolSession,
    rather?: string,
  ): Promise<SlotRead> {
    const { startsAt } = slot;
    if (slot.providerId === rather) return slot;
    const { items } = await tools.need('bookings.best_providers', { ...visit, startsAt });
    const best = items.find(({ id }) => id === rather) ?? items[0];
    return best ? { ...slot, providerId: best.id, providerName: best.name } : slot;
  }

  /** On each of several days, or from one to the last of a stretch. */
  private async freeOn(
    search: SlotSearch,
    days: readonly string[],
    last: string,
    tools: ToolSession,
  ): Promise<SlotRead[]> {
    if (days.length === 1) return this.free(search, days[0]!, last, tools);
    const each = await Promise.all(days.toSorted().map((day) => this.free(search, day, day, tools)));
    return each.flat();
  }

  /** Without what the customer has ruled out. */
  private async free(
    { serviceId, pincode, wish, instead }: SlotSearch,
    first: string,
    last: string,
    tools: ToolSession,
  ): Promise<SlotRead[]> {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const { items } = await tools.need('bookings.find_slots', {
      ...{ serviceId, pincode },
      from: instantAt(first, 0, zone).toISOString(),
      to: new Date(instantAt(addDays(last, 1), 0, zone).getTime() - 1).toISOString(),
      ...(instead && { instead }),
    });
    return items.filter(
      (slot) => !isExcluded(wish.not, localDate(new Date(slot.startsAt), zone), clockOf(slot, zone)),
    );
  }
}

/** The next days that are not ruled out. */
function nextDaysLeft({ not }: TimePreference, today: string): string[] {
  const days = Array.from({ length: daysToLookOn * 4 }, (_, index) => addDays(today, index));
  const isOut = (day: string): boolean => isExcluded(not, day, '00:00') && isExcluded(not, day, '23:59');
  return days.filter((day) => !isOut(day)).slice(0, daysToTake);
}
