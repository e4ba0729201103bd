// The handbook is what agents quote, the first versions are what is measured: figure by figure they say the same.
import { readFileSync } from 'node:fs';
import { firstCalendar, firstSlaPolicy, firstSlaVersions } from '../../test/support/sla.js';
import { readSla } from './clock/sla-clock.js';
import { latestCycle, type SlaEvent, type SlaMetric } from './clock/sla-terms.entity.js';
import { createCalendarInput } from './versions/calendars.schemas.js';
import { createSlaPolicyInput } from './versions/sla-policies.schemas.js';

const page = readFileSync(new URL('../demo/data/handbook/complaint-handling.md', import.meta.url), 'utf8');
const minuteMs = 60_000;

/** `30 minutes, day and night`, `1 day`: a day is as long as times count in it, an hour sixty minutes. */
function minutesSaid(cell: string, hoursADay: number): number {
  const [, count, unit] = /^(\d+) (minute|hour|day)s?\b/.exec(cell)!;
  return Number(count) * { minute: 1, hour: 60, day: hoursADay * 60 }[unit as 'minute' | 'hour' | 'day'];
}

const rows = ['Critical', 'High', 'Medium', 'Low'].map((severity) => {
  const cells = page
    .split('\n')
    .find((line) => line.startsWith(`| ${severity} |`))!
    .split('|');
  return { severity: severity.toLowerCase(), answer: cells[3]!.trim(), solution: cells[4]!.trim() };
});
const filed = (severity: string, at: string): SlaEvent => ({
  at: new Date(at),
  kind: 'filed',
  city: null,
  subject: { category: 'quality', severity, customerTier: null },
});
const deadline = (events: SlaEvent[], metric: SlaMetric) =>
  latestCycle(readSla(events, firstSlaVersions(), events[0]!.at), metric)!.deadline;

it('counts between the hours that the handbook says', () => {
  expect(page).toContain('Apart from critical cases, times count between 8 am and 9 pm.');
  expect(firstCalendar.terms.timeZone).toBe('Asia/Kolkata');
  expect(firstCalendar.terms.week).toEqual(
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, intervals: [{ fromMinute: 480, toMinute: 1260 }] })),
  );
});

it.each(rows)('promises what the table says: $severity', ({ severity, answer, solution }) => {
  const rule = firstSlaPolicy.rules.find(({ id }) => id === severity)!;
  const counting = answer.endsWith('day and night') ? 'around_the_clock' : 'working';
  expect(rule.firstResponse).toMatchObject({ minutes: minutesSaid(answer, 13), counting });
  expect(rule.nextResponse).toEqual(rule.firstResponse);
  expect(rule.resolution).toMatchObject({ minutes: minutesSaid(solution, 13), counting });
});

it('reads a day as who complains does: the same time of a later day', () => {
  for (const [severity, days] of [
    ['high', 2],
    ['medium', 5],
    ['low', 10],
  ] as const) {
    const at = new Date('2026-11-20T10:15:00+05:30');
    const due = new Date(at.getTime() + days * 24 * 60 * minuteMs);
    expect(deadline([filed(severity, at.toISOString())], 'resolution')).toEqual(due);
  }
});

it('stands still while the customer is waited for, and for nobody else', () => {
  expect(page).toContain('While we wait for an answer or photos from you, the time stands still');
  for (const { resolution, firstResponse } of firstSlaPolicy.rules)
    expect([resolution.pausedBy, firstResponse.pausedBy]).toEqual([['customer'], []]);
});

it('could be written by staff as it is', () => {
  const { terms } = firstCalendar;
  expect(createCalendarInput.parse({ note: 'The first', ...terms })).toMatchObject(terms);
  const { rules } = firstSlaPolicy;
  expect(createSlaPolicyInput.parse({ note: 'The first', rules })).toMatchObject({ rules });
});
