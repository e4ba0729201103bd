import { workViolations, worsened, type WorkSpan } from './work-rules.js';

const limits = { weeklyMaxMinutes: 2880, minRestMinutes: 600 };
/** Of December 2026, whose first day is a Tuesday. Hours. */
const on = (date: number, from: number, to: number): WorkSpan => ({
  day: `2026-12-${String(date).padStart(2, '0')}`,
  fromMinute: from * 60,
  toMinute: to * 60,
});

describe('workViolations', () => {
  it.each([
    ['nothing', []],
    ['a usual week', [7, 8, 9, 10, 11].map((day) => on(day, 9, 18))],
    ['a day in two parts', [on(8, 8, 12), on(8, 16, 20)]],
    ['exactly the rest', [on(8, 9, 23), on(9, 9, 17)]],
    ['a night, into the next day', [on(8, 20, 24), on(9, 0, 6)]],
    ['late, and early after a long enough night', [on(8, 14, 22), on(9, 8, 12)]],
  ])('allows %s', (_, spans) => {
    expect(workViolations(spans, limits)).toEqual([]);
  });

  it('sees a night that is too short', () => {
    expect(workViolations([on(8, 9, 23), on(9, 8, 12)], limits)).toEqual([
      { rule: 'rest', day: '2026-12-08', minutes: 540, limit: 600 },
    ]);
  });

  it('takes breaks for no rest: a spell ends with a night', () => {
    expect(workViolations([on(8, 0, 4), on(8, 13, 17)], limits)).toMatchObject([
      { rule: 'rest', day: '2026-12-08', minutes: 540 },
    ]);
    expect(workViolations([on(8, 0, 4), on(8, 14, 17)], limits)).toEqual([]);
  });

  it('sees work without end, on the day on which it begins', () => {
    expect(workViolations([on(8, 0, 24), on(9, 0, 24)], { ...limits, weeklyMaxMinutes: 10_080 })).toEqual([
      { rule: 'rest', day: '2026-12-08', minutes: 0, limit: 600 },
    ]);
  });

  it('counts a week from Monday, cutting a night between two weeks, and what overlaps once', () => {
    const few = { weeklyMaxMinutes: 240, minRestMinutes: 0 };
    expect(workViolations([on(6, 20, 24), on(7, 0, 5)], few)).toEqual([
      { rule: 'weekly_maximum', day: '2026-12-07', minutes: 300, limit: 240 },
    ]);
    expect(workViolations([on(8, 9, 12), on(8, 10, 13)], few)).toEqual([]);
  });

  it('does not care in which order the spans come', () => {
    const spans = [on(9, 8, 12), on(8, 9, 23), on(11, 0, 24)];
    expect(workViolations(spans.toReversed(), limits)).toEqual(workViolations(spans, limits));
  });
});

it('what is worsened is what is new, or worse than before', () => {
  const rest = { rule: 'rest', day: '2026-12-08', minutes: 300, limit: 600 } as const;
  const weekly = { rule: 'weekly_maximum', day: '2026-12-07', minutes: 3000, limit: 2880 } as const;
  expect(worsened([rest, weekly], [rest, weekly])).toEqual([]);
  expect(
    worsened(
      [rest, weekly],
      [
        { ...rest, minutes: 400 },
        { ...weekly, minutes: 2900 },
      ],
    ),
  ).toEqual([]);
  expect(worsened([rest], [{ ...rest, minutes: 200 }, weekly])).toEqual([{ ...rest, minutes: 200 }, weekly]);
});
