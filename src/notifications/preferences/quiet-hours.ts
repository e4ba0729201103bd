// When somebody does not want to be disturbed, and when they want their digest: by the clock on their wall, whatever summer time does to it.
import { DateTime } from 'luxon';
import { addDays, instantAt, localDate, minuteOfDay } from '#libs/time';

/** Minutes since midnight; `from` may be later than `to`: over midnight. */
export interface QuietHours {
  from: number;
  to: number;
}

const minuteMs = 60_000;

/**
 * When the quiet hours in which `now` lies are over; null when it does not lie in them. Where the clock jumps over the end, they end
 * with the jump; where an hour comes twice, they end the first time.
 */
export function quietUntil(now: Date, quiet: QuietHours | null, zone: string): Date | null {
  if (!quiet || !isQuiet(now, quiet, zone)) return null;
  const today = localDate(now, zone);
  const isLater = minuteOfDay(now, zone) < quiet.to;
  const end = isLater
    ? DateTime.fromJSDate(now, { zone })
        .set({ ...clockOf(quiet.to), second: 0, millisecond: 0 })
        .toJSDate()
    : instantAt(addDays(today, 1), quiet.to, zone);
  return firstLoud(now, end, quiet, zone);
}

function isQuiet(at: Date, { from, to }: QuietHours, zone: string): boolean {
  const minute = minuteOfDay(at, zone);
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Between one that is quiet and one that is not, to the minute: a clock time that is jumped over stands for a later one. */
function firstLoud(quietAt: Date, loudAt: Date, quiet: QuietHours, zone: string): Date {
  let [before, after] = [Math.floor(quietAt.getTime() / minuteMs), Math.ceil(loudAt.getTime() / minuteMs)];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (isQuiet(new Date(middle * minuteMs), quiet, zone)) before = middle;
    else after = middle;
  }
  return new Date(after * minuteMs);
}

function clockOf(minute: number) {
  return { hour: Math.floor(minute / 60), minute: minute % 60 };
}

/** The next time, after `now`, that the clock shows `hour`. */
export function nextHour(now: Date, hour: number, zone: string): Date {
  const today = localDate(now, zone);
  const at = instantAt(today, hour * 60, zone);
  return at > now ? at : instantAt(addDays(today, 1), hour * 60, zone);
}
