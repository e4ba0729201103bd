// The cases of test/sla/cases.json against the clock and against a walker that shares nothing with it, and what holds of every case there can be.
import * as fc from 'fast-check';
import { minuteMs } from '#libs/time';
import { walk } from '../../../test/support/minute-walker.js';
import {
  calendarsOf,
  caseFile,
  eventsOf,
  policiesOf,
  type SlaCase,
} from '../../../test/support/sla-cases.js';
import { explainSla, intervalsAtMost } from './sla-explanation.js';
import { readSla } from './sla-clock.js';
import { SlaVersions } from './sla-versions.js';
import type { CalendarTerms, WorkingInterval } from './calendar-terms.entity.js';
import { latestCycle, waitingReasons, type SlaCycle, type SlaEvent } from './sla-terms.entity.js';

const versionsOf = (each: SlaCase) => new SlaVersions(calendarsOf(each), policiesOf(each));
const asWalked = ({ metric, rule, state, deadline, countedMs, pausedMs }: SlaCycle) => ({
  metric,
  rule,
  state,
  deadline: deadline!.toISOString(),
  countedMinutes: countedMs / minuteMs,
  pausedMinutes: pausedMs / minuteMs,
});
const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0);

describe.each(caseFile.cases)('$name', (each) => {
  it('is what the file says, by the clock and by the walker', () => {
    const { cycles } = readSla(eventsOf(each), versionsOf(each), new Date(each.now));
    expect(cycles.map(asWalked)).toEqual(each.expected);
    expect(walk(eventsOf(each), calendarsOf(each), policiesOf(each), new Date(each.now))).toEqual(
      each.expected,
    );
  });

  it('is explained to the millisecond', () => {
    const [events, versions, now] = [eventsOf(each), versionsOf(each), new Date(each.now)];
    const { cycles } = readSla(events, versions, now);
    const explained = explainSla(events, versions, now);
    expect(explained).toMatchObject(cycles);
    for (const { intervals, countedMs, pausedMs } of explained) {
      const of = (wanted: string) => sum(intervals.flatMap(({ kind, ms }) => (kind === wanted ? [ms] : [])));
      expect([of('counted'), of('paused')]).toEqual([countedMs, pausedMs]);
      for (const [index, { from, to }] of intervals.entries()) {
        expect(from < to).toBe(true);
        expect(from >= (intervals[index - 1]?.to ?? from)).toBe(true);
      }
    }
  });
});

it('has cases enough, and none twice', () => {
  const names = new Set(caseFile.cases.map(({ name }) => name));
  expect(names.size).toBe(caseFile.cases.length);
  expect(names.size).toBeGreaterThanOrEqual(120);
});

// Everything below: calendars, histories and moments that nobody has thought of.
const start = Date.parse('2026-03-20T00:00:00Z');
const zones = ['Asia/Kolkata', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
const intervals = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 })
  .map((marks) => marks.toSorted((a, b) => a - b).map((mark) => mark * 15))
  .map((marks) =>
    marks.flatMap((fromMinute, index): WorkingInterval[] =>
      index % 2 === 0 && index + 1 < marks.length ? [{ fromMinute, toMinute: marks[index + 1]! }] : [],
    ),
  );
const terms: fc.Arbitrary<CalendarTerms> = fc.record({
  timeZone: fc.constantFrom(...zones),
  week: fc
    .array(intervals, { minLength: 1, maxLength: 7 })
    .map((days) => days.map((each, index) => ({ weekday: index + 1, intervals: each }))),
  holidays: fc
    .uniqueArray(fc.integer({ min: 20, max: 31 }), { maxLength: 4 })
    .chain((days) =>
      fc.tuple(...days.map((day) => fc.option(intervals).map((worked) => ({ day, worked: worked ?? [] })))),
    )
    .map((days) =>
      days.map(({ day, worked }) => ({ date: `2026-03-${day}`, name: 'Holiday', intervals: worked })),
    ),
});
const minutes = fc.integer({ min: 0, max: 20 * 1440 });
const target = fc.record({
  // So that the walker, with a quarter of an hour a week, comes to an end.
  minutes: fc.integer({ min: 1, max: 1200 }),
  counting: fc.constantFrom('working' as const, 'around_the_clock' as const),
  pausedBy: fc.subarray([...waitingReasons]),
  atRiskMinutes: fc.integer({ min: 0, max: 200 }),
});
const rule = fc
  .record({ firstResponse: target, nextResponse: target, resolution: target })
  .map((targets) => ({
    id: 'any',
    when: { categories: null, severities: null, customerTiers: null },
    ...targets,
  }));
const versions = fc
  .tuple(terms, terms, minutes, rule)
  .map(([one, other, changesAt, first]) => ({ one, other, changesAt, rule: first }));
type Drawn = typeof versions extends fc.Arbitrary<infer Value> ? Value : never;
const instant = (minute: number) => new Date(start + minute * minuteMs);
const laidOut = ({ one, other, changesAt, rule: only }: Drawn) => {
  const always = { city: null, retiredAt: null, validFrom: new Date(0) };
  const calendars = [
    { ...always, number: 1, terms: one },
    { ...always, number: 2, terms: other, validFrom: instant(changesAt) },
  ];
  return { calendars, policies: [{ ...always, number: 1, rules: [only] }] };
};
const made = (drawn: Drawn) => {
  const { calendars, policies } = laidOut(drawn);
  return new SlaVersions(calendars, policies);
};
const step = fc.constantFrom<Partial<SlaEvent> & { kind: SlaEvent['kind'] }>(
  { kind: 'staff_replied' },
  { kind: 'customer_wrote' },
  ...waitingReasons.map((reason) => ({ kind: 'waiting' as const, reason })),
  { kind: 'working' },
  { kind: 'resolved' },
  { kind: 'reopened' },
  { kind: 'ended' },
);
const filedAt = (at: Date): SlaEvent => ({
  at,
  kind: 'filed',
  city: null,
  subject: { category: 'quality', severity: 'low', customerTier: null },
});
const histories = fc
  .tuple(minutes, fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), step), { maxLength: 8 }), minutes)
  .map(([filed, steps, later]) => {
    let at = filed;
    const events = [filedAt(instant(filed))];
    for (const [after, what] of steps) events.push({ at: instant((at += after)), ...what } as SlaEvent);
    return { events, now: instant(at + (later % 2000)) };
  });
const resolutionOf = (events: SlaEvent[], of: SlaVersions, now: Date) =>
  latestCycle(readSla(events, of, now), 'resolution')!;

describe('whatever the calendar and the history', () => {
  it('the clock says what the walker says, and the explanation adds up to it', () => {
    fc.assert(
      fc.property(versions, histories, (drawn, { events, now }) => {
        const { calendars, policies } = laidOut(drawn);
        const { cycles } = readSla(events, made(drawn), now);
        expect(cycles.map(asWalked)).toEqual(walk(events, calendars, policies, now));
        for (const { intervals: told, countedMs, pausedMs } of explainSla(events, made(drawn), now))
          expect(sum(told.map(({ ms }) => ms))).toBe(countedMs + pausedMs);
      }),
      { numRuns: 60 },
    );
  });

  it('pausing never brings a deadline nearer', () => {
    fc.assert(
      fc.property(
        versions,
        minutes,
        minutes,
        minutes,
        fc.constantFrom(...waitingReasons),
        (drawn, filed, a, b, reason) => {
          const [from, to] = [filed + Math.min(a, b), filed + Math.max(a, b)];
          const now = instant(filed + 40 * 1440);
          const paused: SlaEvent[] = [
            filedAt(instant(filed)),
            { at: instant(from), kind: 'waiting', reason },
            { at: instant(to), kind: 'working' },
          ];
          const without = resolutionOf(paused.slice(0, 1), made(drawn), now).deadline!;
          expect(+resolutionOf(paused, made(drawn), now).deadline!).toBeGreaterThanOrEqual(+without);
          // Nor while it lasts.
          const lasting = resolutionOf(paused.slice(0, 2), made(drawn), instant(to)).deadline!;
          expect(+lasting).toBeGreaterThanOrEqual(+without);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('splitting an interval of a calendar, or a pause, changes nothing', () => {
    const halved = (each: WorkingInterval[]) =>
      each.flatMap(({ fromMinute, toMinute }) => {
        const middle = Math.floor((fromMinute + toMinute) / 2);
        return [
          { fromMinute, toMinute: middle },
          { fromMinute: middle, toMinute },
        ];
      });
    const split = (calendar: CalendarTerms): CalendarTerms => ({
      ...calendar,
      week: calendar.week.map((day) => ({ ...day, intervals: halved(day.intervals) })),
      holidays: calendar.holidays.map((day) => ({ ...day, intervals: halved(day.intervals) })),
    });
    fc.assert(
      fc.property(versions, histories, (drawn, { events, now }) => {
        const whole = explainSla(events, made(drawn), now);
        expect(
          explainSla(events, made({ ...drawn, one: split(drawn.one), other: split(drawn.other) }), now),
        ).toEqual(whole);
        const again = events.flatMap((event, index): SlaEvent[] => {
          const next = events[index + 1]?.at ?? now;
          const at = new Date(Math.floor((+event.at + +next) / 2));
          return event.kind === 'waiting' ? [event, { ...event, at }] : [event];
        });
        const { cycles } = readSla(again, made(drawn), now);
        expect(cycles).toEqual(readSla(events, made(drawn), now).cycles);
      }),
      { numRuns: 150 },
    );
  });

  it('who files later is never answered sooner', () => {
    fc.assert(
      fc.property(versions, minutes, minutes, (drawn, a, b) => {
        const [one, other] = [Math.min(a, b), Math.max(a, b)].map((minute) => {
          const { deadline, atRiskAt } = resolutionOf(
            [filedAt(instant(minute))],
            made(drawn),
            instant(minute),
          );
          expect(+atRiskAt!).toBeLessThanOrEqual(+deadline!);
          return +deadline!;
        });
        expect(one).toBeLessThanOrEqual(other!);
      }),
      { numRuns: 300 },
    );
  });

  it('what is over says the same, however late it is asked', () => {
    fc.assert(
      fc.property(versions, histories, minutes, (drawn, { events, now }, later) => {
        const done = [...events, { at: now, kind: 'ended' as const }];
        const { cycles } = readSla(done, made(drawn), now);
        expect(readSla(done, made(drawn), new Date(+now + later * minuteMs)).cycles).toEqual(cycles);
      }),
      { numRuns: 100 },
    );
  });
});

it('tells what a pause cost, and where the deadline would be without it', () => {
  const each = caseFile.cases.find(({ name }) => name === 'holiday inside a pause')!;
  const explained = explainSla(eventsOf(each), versionsOf(each), new Date(each.now)).find(
    ({ metric }) => metric === 'resolution',
  )!;
  const hour = 60 * minuteMs;
  expect(
    explained.intervals.map(({ kind, ms, reason, calendar }) => [kind, ms / hour, reason, calendar]),
  ).toEqual([
    ['counted', 2, 'working_time', 1],
    // An hour of Friday, no hour of Diwali, two of the half holiday, and the first hour of Thursday.
    ['paused', 4, 'waiting_for_customer', null],
    ['counted', 0.5, 'working_time', 1],
  ]);
  expect(explained.deadlineWithoutPauses).toEqual(new Date('2026-11-12T15:00:00+05:30'));
});

it('tells of the targets that were given up, and whether they had been missed', () => {
  const each = caseFile.cases.find(({ name }) => name === 'lowered from critical')!;
  const late = { ...each, events: [each.events[0]!, '2026-11-20T19:00+05:30 retargeted quality/low'] };
  const [first] = explainSla(eventsOf(late), versionsOf(late), new Date(late.now));
  expect(first).toMatchObject({
    state: 'running',
    rule: 'low',
    replaced: [{ rule: 'critical', deadline: new Date('2026-11-20T18:30:00+05:30'), wasMissed: true }],
  });
});

it('tells of a case that was open for years in bounded words, which still add up', () => {
  const each = caseFile.cases.find(({ name }) => name === 'lunch break: filed at 09:00')!;
  const [first] = explainSla(eventsOf(each), versionsOf(each), new Date('2031-11-16T09:00+05:30'));
  expect(first!.intervals).toHaveLength(intervalsAtMost + 1);
  expect(first!.intervals.at(-1)).toMatchObject({ kind: 'counted', reason: 'the_rest' });
  expect(sum(first!.intervals.map(({ ms }) => ms))).toBe(first!.countedMs);
});

it('does not search for ever where nothing is ever worked', () => {
  const calendar = { timeZone: 'Asia/Kolkata', week: [], holidays: [] };
  const policies = policiesOf({ policies: ['hours'] });
  const always = { city: null, retiredAt: null, validFrom: new Date(0), number: 1 };
  const { cycles } = readSla(
    [filedAt(instant(0))],
    new SlaVersions([{ ...always, terms: calendar }], policies),
    instant(0),
  );
  expect(cycles).toMatchObject([
    { deadline: null, state: 'running' },
    { deadline: null, atRiskAt: null },
  ]);
});
