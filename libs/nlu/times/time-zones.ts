// Time zones named beside a time: "5 pm UK time", "9am EST", "14:00 GMT", "6 pm dubai time". The time, and with it the day, is
// converted to the business zone; a zone that is not known here makes the time doubtful.
import { clockText, convertedClock, minuteOf, type WallClock } from '../days/calendar.js';
import type { DayStandpoint } from '../days/day-rule.js';
import type { CalendarDay } from '../days/day-rule.js';
import type { FoundEntity, TimeRangeValue, TimeValue } from '../entities/entity.js';
import type { TimePhrase } from '../days/phrase.js';
import type { UnreadWords } from '../entities/unread.js';
import { wordsOf } from '../days/vocabulary.js';

type Time = FoundEntity<TimeValue | TimeRangeValue>;

/** Short names stand alone; names of places need "time" after them. GST is a tax here, not the Gulf's time. */
const SHORT: Readonly<Record<string, string>> = {
  ist: 'Asia/Kolkata', gmt: 'UTC', utc: 'UTC', bst: 'Europe/London', est: 'America/New_York', edt: 'America/New_York', cst: 'America/Chicago',
  cdt: 'America/Chicago', mst: 'America/Denver', mdt: 'America/Denver', pst: 'America/Los_Angeles', pdt: 'America/Los_Angeles',
  cet: 'Europe/Berlin', cest: 'Europe/Berlin', sgt: 'Asia/Singapore', hkt: 'Asia/Hong_Kong', jst: 'Asia/Tokyo',
  aest: 'Australia/Sydney', aedt: 'Australia/Sydney', nzst: 'Pacific/Auckland', nzdt: 'Pacific/Auckland',
}; // prettier-ignore
const PLACES: Readonly<Record<string, string>> = {
  indian: 'Asia/Kolkata', india: 'Asia/Kolkata', bharat: 'Asia/Kolkata', uk: 'Europe/London', london: 'Europe/London', british: 'Europe/London',
  england: 'Europe/London', ireland: 'Europe/Dublin', dubai: 'Asia/Dubai', uae: 'Asia/Dubai', gulf: 'Asia/Dubai', oman: 'Asia/Muscat',
  muscat: 'Asia/Muscat', qatar: 'Asia/Qatar', doha: 'Asia/Qatar', saudi: 'Asia/Riyadh', riyadh: 'Asia/Riyadh', kuwait: 'Asia/Kuwait',
  bahrain: 'Asia/Bahrain', singapore: 'Asia/Singapore', malaysia: 'Asia/Kuala_Lumpur', tokyo: 'Asia/Tokyo', japan: 'Asia/Tokyo',
  'hong kong': 'Asia/Hong_Kong', germany: 'Europe/Berlin', german: 'Europe/Berlin', berlin: 'Europe/Berlin', paris: 'Europe/Paris',
  france: 'Europe/Paris', nepal: 'Asia/Kathmandu', sydney: 'Australia/Sydney', melbourne: 'Australia/Melbourne', toronto: 'America/Toronto',
  'new york': 'America/New_York', boston: 'America/New_York', eastern: 'America/New_York', chicago: 'America/Chicago',
  central: 'America/Chicago', california: 'America/Los_Angeles', seattle: 'America/Los_Angeles', pacific: 'America/Los_Angeles',
  greenwich: 'UTC',
}; // prettier-ignore
/** Several zones in one, or the speaker's own: to be asked about. */
const UNCLEAR = wordsOf(
  'us usa american america canada canadian australia australian europe european russia moscow my our your their foreign',
);
const TIME = wordsOf('time timing timings timezone zone standard samay');

interface Zone {
  end: number;
  /** Undefined where the zone is not known. */
  name: string | undefined;
}

const REACH = 5; // tokens between a time and the zone that goes with it

/** Days and times with the zones taken into account, and the words that name zones not known. */
export function inBusinessZone(
  phrase: TimePhrase,
  days: readonly CalendarDay[],
  times: readonly Time[],
  now: DayStandpoint,
): { days: CalendarDay[]; times: Time[]; unread: UnreadWords[] } {
  const shifted = [...days];
  const unread: UnreadWords[] = [];
  const zones = times.length === 0 ? [] : findZones(phrase);
  const converted = times.map((time) => {
    const zone = zoneOf(zones, time);
    if (!zone) return time;
    phrase.claim(zone.first, zone.end, 'time');
    if (zone.name === undefined) {
      unread.push({ first: zone.first, end: zone.end, reason: 'time_zone' });
      return { ...time, doubt: { text: wordsAt(phrase, zone), readings: [] } };
    }
    const k = dayBeside(shifted, time);
    const day = shifted[k]?.day ?? now.day;
    const { value, shift } = convertTime(time.value, day, zone.name, now);
    if (k >= 0 && shift !== 0) shifted[k] = { ...shifted[k]!, day: day + shift };
    return { ...time, end: zone.first === time.end ? zone.end : time.end, value };
  });
  return { days: shifted, times: converted, unread };
}

type PlacedZone = Zone & { first: number };

function findZones(phrase: TimePhrase): PlacedZone[] {
  const zones: PlacedZone[] = [];
  for (let i = 0; i < phrase.length; i++) {
    const zone = phrase.owner(i) ? undefined : zoneAt(phrase, i);
    if (!zone) continue;
    zones.push({ ...zone, first: i });
    i = zone.end - 1;
  }
  return zones;
}

/** The zone right beside a time, or a known one not far from it ("5 pm tomorrow, UK time"). */
function zoneOf(zones: readonly PlacedZone[], { first, end }: Time): PlacedZone | undefined {
  return zones.find((zone) => {
    const apart = zone.first >= end ? zone.first - end : first - zone.end;
    return apart >= 0 && apart <= (zone.name === undefined ? 0 : REACH);
  });
}

/** The zone named from token `i` on: "EST", "(GMT)", "UTC+4", "UK time", "as per Dubai time". */
function zoneAt(phrase: TimePhrase, i: number): Zone | undefined {
  let at = i;
  while (at < i + 2 && ['(', 'in', 'as', 'per', 'by'].includes(phrase.text(at))) at++;
  const close = (end: number): number => (phrase.text(end) === ')' ? end + 1 : end);
  const text = phrase.text(at);
  const short = Object.hasOwn(SHORT, text) ? SHORT[text] : undefined;
  if (short) {
    const offset = short === 'UTC' ? offsetAt(phrase, at + 1) : undefined;
    if (offset) return { end: close(offset.end), name: offset.name };
    return { end: close(TIME.has(phrase.text(at + 1)) ? at + 2 : at + 1), name: short };
  }
  const two = `${text} ${phrase.text(at + 1)}`;
  const size = Object.hasOwn(PLACES, two) ? 2 : 1;
  const place = size === 2 ? PLACES[two] : Object.hasOwn(PLACES, text) ? PLACES[text] : undefined;
  let end = at + size;
  if ((!place && !UNCLEAR.has(text)) || !TIME.has(phrase.text(phrase.text(end) === 'ke' ? end + 1 : end)))
    return undefined;
  while (TIME.has(phrase.text(end)) || phrase.text(end) === 'ke') end++;
  return { end: close(end), name: place };
}

/** "+5:30", "-4" after UTC or GMT. */
function offsetAt(phrase: TimePhrase, i: number): { end: number; name: string } | undefined {
  const sign = phrase.text(i);
  const hours = phrase.isDigits(i + 1) && phrase.glued(i) ? Number(phrase.text(i + 1)) : 99;
  if ((sign !== '+' && sign !== '-') || hours > 14) return undefined;
  const minutes = phrase.text(i + 2) === ':' && phrase.isDigits(i + 3) ? phrase.text(i + 3) : undefined;
  return {
    end: minutes ? i + 4 : i + 2,
    name: `${sign}${String(hours).padStart(2, '0')}:${minutes ?? '00'}`,
  };
}

/** The day that a time belongs to: the one that is nearest in the text. */
function dayBeside(days: readonly CalendarDay[], time: Time): number {
  const distance = ({ first, end }: CalendarDay): number =>
    first >= time.end ? first - time.end : time.first - end;
  let best = -1;
  for (const [k, day] of days.entries()) if (best < 0 || distance(day) < distance(days[best]!)) best = k;
  return best;
}

function convertTime(
  value: TimeValue | TimeRangeValue,
  day: number,
  zone: string,
  now: DayStandpoint,
): { value: TimeValue | TimeRangeValue; shift: number } {
  const at = (clock: string): WallClock =>
    convertedClock({ day, minute: minuteOf(clock) }, zone, now.timeZone);
  const text = (clock: string): string => clockText(at(clock).minute);
  if (value.type === 'time')
    return {
      value: { ...value, value: text(value.value), alternatives: value.alternatives.map(text) },
      shift: at(value.value).day - day,
    };
  const { from, to } = value;
  const range: TimeRangeValue = {
    type: 'time_range',
    ...(from && { from: text(from) }),
    ...(to && { to: text(to) }),
  };
  return { value: range, shift: at((from ?? to)!).day - day };
}

function wordsAt(phrase: TimePhrase, { first, end }: { first: number; end: number }): string {
  return phrase.source.slice(phrase.tokens[first]!.start, phrase.tokens[end - 1]!.end);
}
