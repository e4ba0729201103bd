// Days and times, as they are written to people: on the wall of the place that they are about.
import { localeOf, type ReplyLanguage } from './text-language.js';

/** Making one costs some fifty microseconds; there are few languages, but whoever reads chooses the zone. */
const formats = new Map<string, Intl.DateTimeFormat>();
const formatsKept = 500;

type Part = 'weekday' | 'day' | 'month' | 'hour' | 'minute';

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

/** `Sunday 22 November`, in Hindi that is typed in Latin letters as well: there the days have their English names. @param zone IANA */
export function formatDay(instant: Date, zone: string, language: ReplyLanguage = 'en'): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  const { weekday, day, month } = partsOf(instant, zone, language === 'hi' ? 'hi' : 'en', options);
  return `${weekday} ${day} ${month}`;
}

/** `22 Nov`, where there is little room. @param zone IANA */
export function formatShortDay(instant: Date, zone: string, language: ReplyLanguage = 'en'): string {
  const { day, month } = partsOf(instant, zone, language, { day: 'numeric', month: 'short' });
  return `${day} ${month}`;
}

/** From the hour at which each begins: in Hindi the clock goes round twice, and the part of the day says which time it is. */
const dayParts = [
  { from: 20, hi: 'रात', 'hi-Latn': 'raat' },
  { from: 16, hi: 'शाम', 'hi-Latn': 'shaam' },
  { from: 12, hi: 'दोपहर', 'hi-Latn': 'dopahar' },
  { from: 4, hi: 'सुबह', 'hi-Latn': 'subah' },
  { from: 0, hi: 'रात', 'hi-Latn': 'raat' },
] as const;

/** `10:30 am`, `सुबह 10:30 बजे`, `subah 10:30 baje`. @param zone IANA */
export function formatTime(instant: Date, zone: string, language: ReplyLanguage = 'en'): string {
  const { hour, minute } = partsOf(instant, zone, 'en', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const clock = `${Number(hour) % 12 || 12}:${minute}`;
  if (language === 'en') return `${clock} ${Number(hour) < 12 ? 'am' : 'pm'}`;
  const part = dayParts.find(({ from }) => Number(hour) >= from)!;
  return `${part[language]} ${clock} ${language === 'hi' ? 'बजे' : 'baje'}`;
}

/** `18:30` as `6:30 pm`, `शाम 6:30 बजे`. @param clockTime HH:MM, on no particular day */
export function formatClockTime(clockTime: string, language: ReplyLanguage = 'en'): string {
  return formatTime(new Date(`1970-01-01T${clockTime}Z`), 'UTC', language);
}
