// Festivals and public holidays of India, and those that others keep widely, by name: "christmas", "republic day", "diwali ke din", "new year's eve", "holi 2028".
import { dayOf, monthEnd, partsOf, weekdayOf } from './calendar.js';
import type { DayReading, DayRule, DayStandpoint } from './day-rule.js';
import { whichAt } from './period-words.js';
import type { TimePhrase } from './phrase.js';
import { foldSound } from '../text/spelling.js';

interface Festival {
  /** MM-DD, the same every year. */
  on?: string;
  /** The nth such weekday of a month (0 is Sunday, nth -1 the last), and so many days later. */
  weekday?: [month: number, weekday: number, nth: number, later?: number];
  /** So many days after Easter Sunday. */
  easter?: number;
  /** YYYY-MM-DD. In other years the day is not known here. */
  days?: string;
  /** The day depends on the sighting of the moon and may be the next one. */
  moon?: true;
  names: string;
}

// The moving ones are as in the published panchang for New Delhi (Drik ganit), the Islamic ones as announced in advance in India.
// Regions keep some of them a day earlier or later. To be continued before the end of 2030.
const FESTIVALS: readonly Festival[] = [
  { on: '12-25', names: 'christmas, xmas, krismas, christmas day, xmas day, bada din' },
  { on: '12-24', names: 'christmas eve, xmas eve' },
  { on: '12-26', names: 'boxing day' },
  { on: '12-31', names: 'new year eve, new years eve, nye' },
  { on: '01-01', names: 'new year, new years, new year day, new years day, naye saal, nae saal, naya saal, nav varsh, navvarsh' },
  { on: '01-06', names: 'epiphany' },
  { on: '01-12', names: 'national youth day' },
  { on: '01-13', names: 'lohri' },
  { on: '02-02', names: 'groundhog day' },
  { on: '01-26', names: 'republic day, gantantra divas, gantantr divas' },
  { on: '02-14', names: 'valentine day, valentines day, valentines, valentine' },
  { on: '03-08', names: 'women day, womens day, mahila divas' },
  { on: '03-17', names: 'st patrick day, st patricks day, saint patrick day, saint patricks day' },
  { on: '04-01', names: 'april fool, april fools, all fools day' },
  { on: '04-14', names: 'ambedkar jayanti' },
  { on: '04-22', names: 'earth day' },
  { on: '05-05', names: 'cinco de mayo' },
  { on: '06-19', names: 'juneteenth' },
  { on: '05-01', names: 'labour day, labor day, may day, workers day, maharashtra day' },
  { on: '08-15', names: 'independence day, svatantrata divas' },
  { on: '09-05', names: 'teachers day, teacher day' },
  { on: '10-02', names: 'gandhi jayanti, gandhi jayanthi' },
  { on: '10-31', names: 'halloween' },
  { on: '11-01', names: 'all saints day' },
  { on: '11-11', names: 'veterans day, remembrance day, armistice day' },
  { on: '11-14', names: 'childrens day, children day, bal divas' },
  { weekday: [5, 0, 2], names: 'mother day, mothers day' },
  { weekday: [6, 0, 3], names: 'father day, fathers day' },
  { weekday: [8, 0, 1], names: 'friendship day' },
  { weekday: [1, 1, 3], names: 'martin luther king day, martin luther king jr day, mlk day' },
  { weekday: [2, 1, 3], names: 'presidents day, president day' },
  { weekday: [5, 1, -1], names: 'memorial day' },
  { weekday: [10, 1, 2], names: 'columbus day' },
  { weekday: [11, 4, 4], names: 'thanksgiving, thanksgiving day, thanks giving' },
  { weekday: [11, 4, 4, 1], names: 'black friday' },
  { weekday: [11, 4, 4, 4], names: 'cyber monday' },
  { easter: 0, names: 'easter, easter sunday' },
  { easter: 1, names: 'easter monday' },
  { easter: -2, names: 'good friday' },
  { easter: -3, names: 'maundy thursday' },
  { easter: -7, names: 'palm sunday' },
  { easter: -46, names: 'ash wednesday' },
  { easter: 39, names: 'ascension day' },
  { easter: 49, names: 'pentecost, whit sunday' },
  { easter: 50, names: 'whit monday, pentecost monday' },
  { days: '2026-01-14 2027-01-15 2028-01-15 2029-01-14 2030-01-14', names: 'pongal, makar sankranti, sankranti, makara sankranti, uttarayan' },
  { days: '2026-02-15 2027-03-06 2028-02-23 2029-02-11 2030-03-02', names: 'shivratri, maha shivratri, mahashivratri, shivaratri, maha shivaratri' },
  { days: '2026-03-04 2027-03-22 2028-03-11 2029-03-01 2030-03-20', names: 'holi, dhulandi, rangvali holi' },
  { days: '2026-03-19 2027-04-07 2028-03-27 2029-04-14 2030-04-03', names: 'ugadi, gudi padva' },
  { days: '2026-03-27 2027-04-15 2028-04-04 2029-04-23 2030-04-12', names: 'ram navami, rama navami' },
  { days: '2026-04-14 2027-04-14 2028-04-13 2029-04-14 2030-04-14', names: 'baisakhi, vaisakhi, vishu' },
  { days: '2026-05-31 2027-05-20 2028-05-08 2029-05-27 2030-05-17', names: 'buddha purnima' },
  { days: '2026-08-28 2027-08-17 2028-08-05 2029-08-23 2030-08-13', names: 'rakhi, raksha bandhan, rakshabandhan' },
  { days: '2026-08-26 2027-09-12 2028-09-01 2029-08-22 2030-09-09', names: 'onam, thiruvonam' },
  { days: '2026-09-04 2027-08-25 2028-08-13 2029-09-01 2030-08-21', names: 'janmashtami, krishna janmashtami' },
  { days: '2026-09-14 2027-09-04 2028-08-23 2029-09-11 2030-09-01', names: 'ganesh chaturthi, ganesh puja, vinayaka chaturthi, vinayak chaturthi' },
  { days: '2026-10-11 2027-09-30 2028-09-19 2029-10-08 2030-09-28', names: 'navratri, navaratri' },
  { days: '2026-10-20 2027-10-09 2028-09-27 2029-10-16 2030-10-06', names: 'dussehra, dashahara, dashahra, dasara, vijayadashami' },
  { days: '2026-10-29 2027-10-18 2028-10-07 2029-10-26 2030-10-15', names: 'karva chauth' },
  { days: '2026-11-06 2027-10-27 2028-10-15 2029-11-04 2030-10-24', names: 'dhanteras' },
  { days: '2026-11-08 2027-10-29 2028-10-17 2029-11-05 2030-10-26', names: 'diwali, divali, deepavali, dipavali, dipavli' },
  { days: '2026-11-11 2027-10-31 2028-10-19 2029-11-07 2030-10-28', names: 'bhai dooj, bhai duj' },
  { days: '2026-11-15 2027-11-04 2028-10-23 2029-11-11 2030-11-01', names: 'chhath, chhath puja' },
  { days: '2026-11-24 2027-11-14 2028-11-02 2029-11-21 2030-11-10', names: 'guru nanak jayanti, gurpurab, gurupurab' },
  { days: '2026-03-21 2027-03-10 2028-02-27 2029-02-15 2030-02-05', moon: true, names: 'eid, id, eid ul fitr, eid al fitr' },
  { days: '2026-05-27 2027-05-17 2028-05-05 2029-04-24 2030-04-14', moon: true, names: 'bakrid, bakra eid, eid ul adha, eid al adha, bakr id' },
  { days: '2026-06-26 2027-06-16 2028-06-04 2029-05-24 2030-05-14', moon: true, names: 'muharram, ashura' },
]; // prettier-ignore
/** Known by name only: "after the puja holidays" must be asked about. */
const NAMES_ALONE =
  'durga puja, saraswati puja, lakshmi puja, ramzan, ramadan, ramzaan, lent, navroz, mahavir jayanti, hanukkah, shraddh';

interface Name {
  sounds: string[];
  festival: Festival | undefined;
}

const BY_FIRST_SOUND = Map.groupBy(
  [...FESTIVALS.flatMap((festival) => named(festival.names, festival)), ...named(NAMES_ALONE, undefined)],
  ({ sounds }) => sounds[0]!,
);

function named(names: string, festival: Festival | undefined): Name[] {
  return names.split(', ').map((name) => ({ sounds: name.split(' ').map(foldSound), festival }));
}

/** True for the first word of a festival's name. */
export function opensFestival(phrase: TimePhrase, i: number): boolean {
  return BY_FIRST_SOUND.has(phrase.sound(i));
}

/** The next such day, or the one of the year that is said. */
export const festivalDay: DayRule = (phrase, i, now) => {
  const { which, end: start } = whichAt(phrase, i);
  const found = festivalAt(phrase, start);
  if (!found?.festival || which === 'after next') return undefined;
  const { end, year } = yearAfter(phrase, found.end, now);
  const days = daysOf(found.festival, now).filter((day) =>
    which === 'last' ? day < now.day : year !== undefined || day >= now.day,
  );
  const day =
    year === undefined
      ? days.at(which === 'last' ? -1 : 0)
      : days.find((each) => partsOf(each).year === year);
  if (day === undefined) return undefined;
  const reading: DayReading = { end, day, confidence: 0.85 };
  return found.festival.moon ? { ...reading, readings: [{ day }, { day: day + 1 }] } : reading;
};

/** A festival's name at token `i`, whether its day is known or not; `end` is the index after it and after "day". */
export function festivalAt(
  phrase: TimePhrase,
  i: number,
): { end: number; festival: Festival | undefined } | undefined {
  const { start, end } = phrase.tokens[i] ?? { start: 0, end: 0 };
  if (phrase.isDigits(i) || phrase.source.slice(start, end).toLowerCase() === 'id') return undefined; // "booking id"; ईद reads as id
  const names = BY_FIRST_SOUND.get(phrase.sound(i));
  if (!names) return undefined;
  let best: { end: number; festival: Festival | undefined } | undefined;
  for (const { sounds, festival } of names) {
    const fits = sounds.every((sound, k) => phrase.sound(i + k) === sound);
    if (fits && (!best || i + sounds.length > best.end)) best = { end: i + sounds.length, festival };
  }
  if (phrase.text(i) === 'rakhi' && best && ['hai', 'hain', 'thi'].includes(phrase.text(best.end)))
    return undefined; // "kept"
  return best && phrase.text(best.end) === 'day' ? { ...best, end: best.end + 1 } : best;
}

function yearAfter(phrase: TimePhrase, i: number, now: DayStandpoint): { end: number; year?: number } {
  const at = ['in', 'of', ','].includes(phrase.text(i)) ? i + 1 : i;
  const year = phrase.isDigits(at) && phrase.text(at).length === 4 ? Number(phrase.text(at)) : 0;
  if (year >= 2000 && year < 2100) return { end: at + 1, year };
  const { which, end } = whichAt(phrase, at);
  if (!phrase.is(end, 'year') || (which !== 'next' && which !== 'this')) return { end: i };
  return { end: end + 1, year: partsOf(now.day).year + (which === 'next' ? 1 : 0) };
}

function daysOf({ on, days, weekday, easter }: Festival, now: DayStandpoint): number[] {
  if (days) return days.split(' ').map(dayOfText);
  const years = Array.from({ length: 12 }, (_, k) => partsOf(now.day).year - 1 + k);
  if (easter !== undefined) return years.map((year) => easterSunday(year) + easter);
  return years.map((year) => (weekday ? nthWeekday(year, ...weekday) : dayOfText(`${year}-${on}`)));
}

function nthWeekday(year: number, month: number, weekday: number, nth: number, later = 0): number {
  const first = dayOf(year, month, 1)!;
  if (nth < 0) {
    const last = monthEnd(first);
    return last - ((weekdayOf(last) - weekday + 7) % 7) + later;
  }
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1) + later;
}

/** Western Easter by the Gregorian computus (Meeus). */
function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const correction = century - Math.floor(century / 4) - Math.floor((century * 8 + 13) / 25);
  const epact = (((correction + golden * 19 + 15) % 30) + 30) % 30;
  const late = Math.floor(epact / 28) * (1 - Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11));
  const moon = epact - late;
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7;
  return dayOf(year, 3, 28)! + moon - weekday;
}

function dayOfText(iso: string): number {
  const [year, month, date] = iso.split('-').map(Number) as [number, number, number];
  return dayOf(year, month, date)!;
}
