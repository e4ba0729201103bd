// Days and hours as somebody says them of a visit that exists, and whether one fits.
import { readEntities, type Entity, type EntityOptions } from '#libs/nlu';
import { addDays, localDate, minuteOfDay, weekdayOf } from '#libs/time';

/** Days (YYYY-MM-DD, the last included) in the business time zone. */
export interface SaidDays {
  from: string;
  to: string;
  /** What the same word may mean as well where no visit is on those days: "Monday" the one before, "kal" yesterday. */
  otherwise: string[];
}

/** Start times of a visit, HH:MM: any of `times`, or from `from` up to before `to`. */
export interface SaidHours {
  times: string[];
  /** "Around 4": within the hour. */
  approximate: boolean;
  from: string | null;
  to: string | null;
}

type DateEntity = Extract<Entity, { type: 'date' }>;
const dayMs = 86_400_000;
const aboutMinutes = 60;

export function daysSaid(entities: readonly Entity[], options: EntityOptions): SaidDays[] {
  const today = localDate(options.now, options.timeZone);
  return entities
    .filter((entity): entity is DateEntity => entity.type === 'date')
    .flatMap((entity) => {
      const others = entity.until ? [] : otherDays(entity, options);
      const said = { from: entity.value, to: entity.until ?? entity.value, otherwise: others };
      // "The Friday visit", said on a Friday, is today's as well.
      return others.includes(today) ? [said, { from: today, to: today, otherwise: [] }] : [said];
    });
}

export function hoursSaid(entities: readonly Entity[]): SaidHours[] {
  return entities.flatMap((entity): SaidHours[] => {
    if (entity.type === 'time') {
      const { value, alternatives, approximate } = entity;
      return [{ times: [value, ...alternatives], approximate, from: null, to: null }];
    }
    if (entity.type !== 'time_range') return [];
    return [{ times: [], approximate: false, from: entity.from ?? null, to: entity.to ?? null }];
  });
}

/** The days that any of `said` names and visits are on; where none is, those that the words may mean as well. */
export function isOnDays(said: readonly SaidDays[], day: string, isOtherwise: boolean): boolean {
  return said.some(({ from, to, otherwise }) =>
    isOtherwise ? otherwise.includes(day) : day >= from && day <= to,
  );
}

export function isInHours(said: readonly SaidHours[], startsAt: Date, timeZone: string): boolean {
  const minute = minuteOfDay(startsAt, timeZone);
  return said.some(({ times, approximate, from, to }) => {
    if (times.length > 0)
      return times.some((time) => Math.abs(minutesOf(time) - minute) <= (approximate ? aboutMinutes : 0));
    return (from === null || minute >= minutesOf(from)) && (to === null || minute < minutesOf(to));
  });
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

/**
 * A weekday comes again each week, and the reader takes the coming one; "kal" and "parso" lie as far behind as ahead. Which words those are
 * shows by reading them as of the next day: a weekday stays on its weekday, what is relative moves on.
 */
function otherDays({ value, text }: DateEntity, options: EntityOptions): string[] {
  if (/\d/.test(text)) return [];
  const today = localDate(options.now, options.timeZone);
  const nextDay = { ...options, now: new Date(options.now.getTime() + dayMs) };
  const again = readEntities(text, nextDay).entities.find((entity) => entity.type === 'date');
  if (again?.type !== 'date') return [];
  if (weekdayOf(again.value) === weekdayOf(value)) return [addDays(value, -7), addDays(value, 7)];
  const ahead = Math.round((Date.parse(value) - Date.parse(today)) / dayMs);
  return /k[ao]l|pars|कल|परस/iu.test(text) && ahead !== 0 ? [addDays(today, -ahead)] : [];
}
