import { calendarOf, workingPeriods, type PlanException, type PlannedShift } from './working-windows.js';

const zone = 'Asia/Kolkata';
const at = (local: string) => new Date(`${local}:00+05:30`);
/** 2026-11-23 is a Monday. */
const week = { from: at('2026-11-23T00:00'), to: at('2026-11-30T00:00') };

const shift = (
  weekday: number,
  from: number,
  to: number,
  rest: Partial<PlannedShift> = {},
): PlannedShift => ({
  weekday,
  fromMinute: from * 60,
  toMinute: to * 60,
  validFrom: '2026-01-01',
  validUntil: null,
  ...rest,
});
const exception = (kind: PlanException['kind'], day: string, from = 0, to = 24): PlanException => ({
  kind,
  day,
  fromMinute: from * 60,
  toMinute: to * 60,
});

/** As `23 09:00-18:00`, in the business time zone. */
function periods(shifts: PlannedShift[], exceptions: PlanException[] = [], period = week): string[] {
  const wall = (instant: Date) => new Date(instant.getTime() + 330 * 60_000).toISOString();
  return workingPeriods({ shifts, exceptions }, period, calendarOf(period, zone)).map(({ from, to }) => {
    const end =
      wall(to).slice(0, 10) === wall(from).slice(0, 10) ? wall(to).slice(11, 16) : wall(to).slice(8, 16);
    return `${wall(from).slice(8, 16).replace('T', ' ')}-${end.replace('T', ' ')}`;
  });
}

describe('workingPeriods', () => {
  it('repeats the plan on its weekdays, in the business time zone', () => {
    expect(periods([shift(1, 9, 18), shift(7, 10, 14)])).toEqual(['23 09:00-18:00', '29 10:00-14:00']);
  });

  it('is empty without a plan', () => {
    expect(periods([])).toEqual([]);
  });

  it('makes one of shifts that overlap or touch, in whatever order they come', () => {
    expect(periods([shift(1, 15, 19), shift(1, 9, 13), shift(1, 12, 15)])).toEqual(['23 09:00-19:00']);
    expect(periods([shift(1, 9, 18), shift(1, 10, 11)])).toEqual(['23 09:00-18:00']);
  });

  it('keeps a break between two shifts', () => {
    expect(periods([shift(1, 9, 13), shift(1, 14, 18)])).toEqual(['23 09:00-13:00', '23 14:00-18:00']);
  });

  it('goes on across midnight', () => {
    expect(periods([shift(1, 20, 24), shift(2, 0, 4)])).toEqual(['23 20:00-24 04:00']);
  });

  it('holds from validFrom to validUntil, both inclusive', () => {
    const plan = (rest: Partial<PlannedShift>) => periods([1, 2, 3].map((day) => shift(day, 9, 18, rest)));
    expect(plan({ validFrom: '2026-11-24' })).toEqual(['24 09:00-18:00', '25 09:00-18:00']);
    expect(plan({ validUntil: '2026-11-24' })).toEqual(['23 09:00-18:00', '24 09:00-18:00']);
    expect(plan({ validFrom: '2026-11-24', validUntil: '2026-11-24' })).toEqual(['24 09:00-18:00']);
  });

  it.each([
    ['the whole day', exception('off', '2026-11-23'), []],
    ['the beginning', exception('off', '2026-11-23', 8, 11), ['23 11:00-18:00']],
    ['the end', exception('off', '2026-11-23', 16, 24), ['23 09:00-16:00']],
    ['the middle', exception('off', '2026-11-23', 12, 13), ['23 09:00-12:00', '23 13:00-18:00']],
    ['what is not worked anyway', exception('off', '2026-11-23', 18, 20), ['23 09:00-18:00']],
    ['another day', exception('off', '2026-11-24'), ['23 09:00-18:00']],
  ])('leaves out %s', (_, off, expected) => {
    expect(periods([shift(1, 9, 18)], [off])).toEqual(expected);
  });

  it('leaves out several stretches of one shift, overlapping ones too', () => {
    const off = [
      exception('off', '2026-11-23', 14, 16),
      exception('off', '2026-11-23', 10, 11),
      exception('off', '2026-11-23', 15, 17),
    ];
    expect(periods([shift(1, 9, 18)], off)).toEqual(['23 09:00-10:00', '23 11:00-14:00', '23 17:00-18:00']);
  });

  it('adds what is extra, on a day without a shift and beside one', () => {
    const extra = [exception('extra', '2026-11-24', 10, 12), exception('extra', '2026-11-23', 17, 20)];
    expect(periods([shift(1, 9, 18)], extra)).toEqual(['23 09:00-20:00', '24 10:00-12:00']);
  });

  it('works extra hours even where the day is off', () => {
    const both = [exception('extra', '2026-11-23', 16, 17), exception('off', '2026-11-23')];
    expect(periods([shift(1, 9, 18)], both)).toEqual(['23 16:00-17:00']);
  });

  it('cuts at the ends of the period that is asked about', () => {
    const afternoon = { from: at('2026-11-23T15:10'), to: at('2026-11-24T10:00') };
    expect(periods([shift(1, 9, 18), shift(2, 9, 18)], [], afternoon)).toEqual([
      '23 15:10-18:00',
      '24 09:00-10:00',
    ]);
    expect(
      periods([shift(1, 9, 18)], [], { from: at('2026-11-23T18:00'), to: at('2026-11-23T19:00') }),
    ).toEqual([]);
    expect(
      periods([shift(1, 9, 18)], [], { from: at('2026-11-23T12:00'), to: at('2026-11-23T12:00') }),
    ).toEqual([]);
  });

  it('keeps the wall clock when the zone changes its offset', () => {
    // 2026-03-29 in Berlin: clocks go from 02:00 to 03:00.
    const sunday = { from: new Date('2026-03-28T23:00Z'), to: new Date('2026-03-29T22:00Z') };
    const plan = { shifts: [shift(7, 9, 18)], exceptions: [] };
    expect(workingPeriods(plan, sunday, calendarOf(sunday, 'Europe/Berlin'))).toEqual([
      { from: new Date('2026-03-29T07:00Z'), to: new Date('2026-03-29T16:00Z') },
    ]);
  });
});
