import { noWish, type TimePreference } from '../reading/time-preference.js';
import { callTimeOf } from './call-window.js';

const zone = 'Asia/Kolkata';
/** A Friday. */
const now = new Date('2026-11-20T10:05:00+05:30');
const clock = (instant: string | null): string | null =>
  instant && new Date(instant).toLocaleString('sv', { timeZone: zone }).slice(5, 16);

/** `11-21 09:00 - 11-21 12:00`, `any`, or why not. */
function callAt(wish: Partial<TimePreference>, at = now): string {
  const found = callTimeOf({ ...noWish, ...wish }, at, zone);
  if (found.kind === 'doubt') return 'doubt';
  if (found.kind === 'nothing') return found.why;
  const { from, to } = found.window;
  return from === null ? 'any' : `${clock(from)} - ${clock(to)}`;
}

it.each<[string, Partial<TimePreference>, string]>([
  ['nothing', {}, 'no_wish'],
  ['now', { earliest: true }, 'any'],
  ['any time today', { earliest: true, date: '2026-11-20' }, 'any'],
  ['any time tomorrow', { earliest: true, date: '2026-11-21' }, '11-21 09:00 - 11-21 21:00'],
  ['tomorrow', { date: '2026-11-21' }, '11-21 09:00 - 11-21 21:00'],
  ['tomorrow morning', { date: '2026-11-21', from: '06:00', to: '12:00' }, '11-21 09:00 - 11-21 12:00'],
  ['after six', { from: '18:00' }, '11-20 18:00 - 11-20 21:00'],
  ['in the morning, which has begun', { from: '06:00', to: '12:00' }, '11-20 10:15 - 11-20 12:00'],
  ['before ten, which is over today', { to: '10:00' }, '11-21 09:00 - 11-21 10:00'],
  [
    'at five, of which one reading is at night',
    { time: '05:00', otherTimes: ['17:00'] },
    '11-20 17:00 - 11-20 18:00',
  ],
  [
    'at nine, which is still to come in the evening',
    { time: '09:00', otherTimes: ['21:00'] },
    '11-21 09:00 - 11-21 10:00',
  ],
  ['at eleven at night', { time: '23:00' }, 'hours'],
  ['at the weekend', { date: '2026-11-21', until: '2026-11-22' }, '11-21 09:00 - 11-21 21:00'],
  ['yesterday', { date: '2026-11-19' }, 'past'],
  ['this morning at nine', { date: '2026-11-20', time: '09:00' }, 'past'],
  ['in January', { date: '2027-01-05' }, 'too_far'],
])('%s', (_, wish, expected) => {
  expect(callAt(wish)).toBe(expected);
});

it('passes over what is ruled out', () => {
  const not = [{ date: '2026-11-20', until: '2026-11-20', from: null, to: null }];
  expect(callAt({ from: '18:00', not })).toBe('11-21 18:00 - 11-21 21:00');
});

it('asks about what is in doubt', () => {
  const doubt = { about: 'day', text: 'the 31st', reason: 'no_such_day', readings: [] } as const;
  expect(callAt({ date: '2026-11-21', doubt: { ...doubt, readings: [] } })).toBe('doubt');
});

it('is the same window for the same wish a moment later', () => {
  const wish = { date: '2026-11-20' };
  expect(callAt(wish, new Date('2026-11-20T10:06:00+05:30'))).toBe(callAt(wish));
});
