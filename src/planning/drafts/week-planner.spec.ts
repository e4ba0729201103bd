import * as fc from 'fast-check';
import { addDays } from '#libs/time';
import { workViolations, worsened, type WorkSpan } from '../../providers/shift.entity.js';
import { uncoveredBy, type PlannedWork, type WeekNeed } from './coverage.js';
import { planWeek, type WeekProvider } from './week-planner.js';

/** A Monday. */
const week = '2026-11-30';
const sunday = '2026-12-06';

function plan(need: WeekNeed, providers: readonly WeekProvider[]): PlannedWork[] {
  const steps = planWeek(need, providers);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
}

const quiet: WeekNeed = {
  week,
  load: [],
  present: [],
  openFromHour: 9,
  openToHour: 19,
  leastPresent: 1,
};
const worker = (id: string, story: Partial<WeekProvider> = {}): WeekProvider => ({
  id,
  series: ['ac'],
  isActive: true,
  limits: { weeklyMaxMinutes: 2880, minRestMinutes: 600 },
  standing: [],
  absent: [],
  lastDay: null,
  visits: [],
  ...story,
});
const minutes = (shifts: readonly PlannedWork[]) =>
  shifts.reduce((sum, { fromMinute, toMinute }) => sum + toMinute - fromMinute, 0);

describe('planWeek', () => {
  it('plans nobody for nothing', () => {
    expect(plan(quiet, [worker('a')])).toEqual([]);
  });

  it('sends somebody where load is expected, and no longer than it takes', () => {
    const load = [10, 11, 12].map((hour) => ({ series: 'ac', weekday: 2, hour, load: 0.9 }));
    const shifts = plan({ ...quiet, load }, [worker('a'), worker('b', { series: ['tap'] })]);
    expect(shifts).toMatchObject([{ providerId: 'a', day: '2026-12-01', toMinute: expect.any(Number) }]);
    expect(minutes(shifts)).toBe(240);
    expect(uncoveredBy({ ...quiet, load }, [worker('a')], shifts)).toEqual([]);
  });

  it('sends two where one is not enough', () => {
    const load = [{ series: 'ac', weekday: 2, hour: 10, load: 1.8 }];
    const providers = [worker('a'), worker('b')];
    const shifts = plan({ ...quiet, load }, providers);
    expect(shifts.map(({ providerId }) => providerId)).toEqual(['a', 'b']);
    expect(uncoveredBy({ ...quiet, load }, providers, shifts)).toEqual([]);
  });

  it('keeps somebody there in the open hours, in turns that everybody may work', () => {
    const need = { ...quiet, present: ['ac'] };
    const providers = [worker('a'), worker('b')];
    const shifts = plan(need, providers);
    expect(uncoveredBy(need, providers, shifts)).toEqual([]);
    expect(minutes(shifts)).toBeGreaterThanOrEqual(70 * 60);
    expect(minutes(shifts)).toBeLessThanOrEqual(96 * 60);
  });

  it('says what nobody covers', () => {
    const load = [
      { series: 'ac', weekday: 1, hour: 10, load: 0.5 },
      { series: 'ac', weekday: 1, hour: 11, load: 0.5 },
      { series: 'tap', weekday: 1, hour: 11, load: 0.01 },
    ];
    const need = { ...quiet, load };
    const away = worker('a', { absent: [{ day: week, fromMinute: 0, toMinute: 1440 }] });
    expect(plan(need, [away])).toEqual([]);
    expect(uncoveredBy(need, [away], [])).toEqual([
      { series: 'ac', day: week, fromHour: 10, toHour: 12, missingHours: 1, lacksPresence: false },
    ]);
  });

  it('works what is booked, whether or not anything else is expected', () => {
    const visits = [
      { day: '2026-12-02', fromMinute: 600, toMinute: 690 },
      { day: '2026-12-02', fromMinute: 1020, toMinute: 1080 },
      { day: '2026-12-03', fromMinute: 310, toMinute: 370 },
    ];
    const shifts = plan(quiet, [worker('a', { visits })]);
    for (const visit of visits)
      expect(
        shifts.some(
          (shift) =>
            shift.day === visit.day &&
            shift.fromMinute <= visit.fromMinute &&
            visit.toMinute <= shift.toMinute,
        ),
      ).toBe(true);
  });
});

const minute = fc.integer({ min: 0, max: 1380 });
const span = fc
  .tuple(fc.integer({ min: -2, max: 8 }), minute, fc.integer({ min: 15, max: 900 }))
  .map(([day, fromMinute, length]): WorkSpan => ({
    day: addDays(week, day),
    fromMinute,
    toMinute: Math.min(1440, fromMinute + length),
  }));
const series = fc.constantFrom('ac', 'tap', 'paint');
const someone = fc.record({
  series: fc.uniqueArray(series),
  isActive: fc.boolean(),
  limits: fc.record({
    weeklyMaxMinutes: fc.integer({ min: 0, max: 4000 }),
    minRestMinutes: fc.integer({ min: 0, max: 1200 }),
  }),
  standing: fc.array(span, { maxLength: 6 }),
  absent: fc.array(span, { maxLength: 6 }),
  lastDay: fc.option(fc.integer({ min: -1, max: 7 }).map((day) => addDays(week, day))),
  visits: fc.array(span, { maxLength: 3 }),
});
const needs = fc.record({
  week: fc.constant(week),
  load: fc.array(
    fc.record({
      series,
      weekday: fc.integer({ min: 1, max: 7 }),
      hour: fc.integer({ min: 0, max: 23 }),
      load: fc.double({ min: 0, max: 4, noNaN: true }),
    }),
    { maxLength: 30 },
  ),
  present: fc.uniqueArray(series),
  openFromHour: fc.integer({ min: 0, max: 12 }),
  openToHour: fc.integer({ min: 12, max: 24 }),
  leastPresent: fc.integer({ min: 0, max: 3 }),
});

describe('whatever the input', () => {
  const input = fc.tuple(
    needs,
    fc
      .array(someone, { maxLength: 6 })
      .map((all) => all.map((each, index): WeekProvider => ({ ...each, id: `p${index}` }))),
  );

  it('breaks no rest rule, no weekly maximum, no leave, and puts nobody in two places', () => {
    fc.assert(
      fc.property(input, ([need, providers]) => {
        const shifts = plan(need, providers);
        for (const provider of providers) {
          const own = shifts.filter(({ providerId }) => providerId === provider.id);
          const before = workViolations(provider.standing, provider.limits);
          const after = workViolations([...provider.standing, ...own], provider.limits);
          expect(worsened(before, after)).toEqual([]);
          const clash = (a: WorkSpan, b: WorkSpan) =>
            a.day === b.day && a.fromMinute < b.toMinute && b.fromMinute < a.toMinute;
          expect(own.filter((shift) => provider.absent.some((away) => clash(away, shift)))).toEqual([]);
          expect(own.filter((a, at) => own.some((b, other) => at !== other && clash(a, b)))).toEqual([]);
          const last = provider.isActive ? (provider.lastDay ?? sunday) : '';
          expect(own.filter(({ day }) => day < week || day > sunday || day > last)).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same for the same input, in whatever order the providers come', () => {
    fc.assert(
      fc.property(input, ([need, providers]) => {
        expect(plan(need, providers.toReversed())).toEqual(plan(need, providers));
      }),
      { numRuns: 100 },
    );
  });

  it('leaves no more uncovered than nobody would', () => {
    fc.assert(
      fc.property(input, ([need, providers]) => {
        const missing = (shifts: readonly PlannedWork[]) =>
          uncoveredBy(need, providers, shifts).reduce((sum, { missingHours }) => sum + missingHours, 0);
        expect(missing(plan(need, providers))).toBeLessThanOrEqual(missing([]) + 1e-6);
      }),
      { numRuns: 100 },
    );
  });
});
