import { awayDays, notYetAway } from './away-days.js';

const zone = 'Asia/Kolkata';
const period = (from: string, to: string) => ({
  from: new Date(`${from}:00+05:30`),
  to: new Date(`${to}:00+05:30`),
});

it('cuts a stretch at the midnights of the business time zone', () => {
  expect(awayDays(period('2026-11-20T14:30', '2026-11-22T09:00'), zone)).toEqual([
    { day: '2026-11-20', fromMinute: 870, toMinute: 1440 },
    { day: '2026-11-21', fromMinute: 0, toMinute: 1440 },
    { day: '2026-11-22', fromMinute: 0, toMinute: 540 },
  ]);
});

it('touches no day that begins when it ends', () => {
  expect(awayDays(period('2026-11-20T00:00', '2026-11-21T00:00'), zone)).toEqual([
    { day: '2026-11-20', fromMinute: 0, toMinute: 1440 },
  ]);
});

it('says what is not said yet, around what is', () => {
  const day = '2026-11-20';
  const line = { day, fromMinute: 540, toMinute: 1140 };
  expect(notYetAway(line, [{ day, fromMinute: 600, toMinute: 660 }])).toEqual([
    { day, fromMinute: 540, toMinute: 600 },
    { day, fromMinute: 660, toMinute: 1140 },
  ]);
  expect(notYetAway(line, [{ day, fromMinute: 0, toMinute: 1440 }])).toEqual([]);
  expect(notYetAway(line, [{ day: '2026-11-21', fromMinute: 0, toMinute: 1440 }])).toEqual([line]);
});
