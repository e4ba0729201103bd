// Days and times, as they are written to people: on the wall of the place that they are about.
import { localeOf, type ReplyLanguage } from './text-language.js';

/** Making one costs some fifty microseconds; there are few languages, but whoever reads chooses the zone. */
const formats = new Map<string, Intl.DateTimeFormat>();
const formatsKept = 500;

type Part = 'weekday' | 'day' | 'month' | 'hour' | 'minute' | 'dayPeriod';

/** Only the parts: the order and the signs between them are ours, the same in every language and version of its data. */
function partsOf(
  instant: Date,
  zone: string,
  language: ReplyLanguage,
  options: Intl.DateTimeFormatOptions,
): Readonly<Record<Part, string>> {
  const key = `${language} ${zone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    if (formats.size >= formatsKept) formats.clear();
    format = new Intl.DateTimeFormat(localeOf[language], { ...options, timeZone: zone });
    formats.set(key, format);
  }
  return Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value])) as Record<
    Part,
    string
  >;
}

/** `Sunday 22 November`. @param zone IANA */
export function formatDay(instant: Date, zone: string, language: ReplyLanguage = 'en'): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  const { weekday, day, month } = partsOf(instant, zone, language, options);
  return `${weekday} ${day} ${month}`;
}

/** `22 Nov`, where there is little room. @param zone IANA */
export function formatShortDay(instant: Date, zone: string, language: ReplyLanguage = 'en'): string {
  const { day, month } = partsOf(instant, zone, language, { day: 'numeric', month: 'short' });
  return `${day} ${month}`;
}

/** `10:30 am`. @param zone IANA */
export function formatTime(instant: Date, zone: string, language: ReplyLanguage = 'en'): string {
  const options = { hour: 'numeric', minute: '2-digit', hour12: true } as const;
  const { hour, minute, dayPeriod } = partsOf(instant, zone, language, options);
  return `${hour}:${minute} ${dayPeriod.toLowerCase()}`;
}

/** `18:30` as `6:30 pm`. @param clockTime HH:MM, on no particular day */
export function formatClockTime(clockTime: string, language: ReplyLanguage = 'en'): string {
  return formatTime(new Date(`1970-01-01T${clockTime}Z`), 'UTC', language);
}
