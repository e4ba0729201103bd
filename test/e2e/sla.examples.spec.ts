// The examples of docs/sla.md, executed.
import { readFileSync } from 'node:fs';
import { hourMs } from '#libs/time';
import { readSla } from '../../src/sla/clock/sla-clock.js';
import {
  latestCycle,
  type SlaEvent,
  type SlaMetric,
  type WaitingReason,
} from '../../src/sla/clock/sla-terms.entity.js';
import { firstSlaVersions } from '../support/sla.js';

const page = readFileSync(new URL('../../docs/sla.md', import.meta.url), 'utf8');

/** The rows of the table whose header begins so, by column. */
function tableOf(header: string): string[][] {
  const [, table] = page.split(new RegExp(`^\\| ${header} +\\|`, 'm'));
  if (!table) throw new Error(`The page has no table ${header}.`);
  const lines = table.split('\n').slice(2);
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(0, end).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const india = (time: string) => new Date(`${time.replace(' ', 'T')}:00+05:30`);
const filed = (time: string, severity: string): SlaEvent => {
  const subject = { category: 'quality', severity, customerTier: null };
  return { at: india(time), kind: 'filed', city: null, subject };
};
const cycleOf = (events: SlaEvent[], metric: SlaMetric) =>
  latestCycle(readSla(events, firstSlaVersions(), events.at(-1)!.at), metric)!;

it.each(tableOf('filed +\\| severity'))('filed at %s, %s: answered by %s, solved by %s', (...row) => {
  const [at, severity, answered, solved] = row as [string, string, string, string];
  const events = [filed(at, severity)];
  expect(cycleOf(events, 'first_response').deadline).toEqual(india(answered));
  expect(cycleOf(events, 'resolution').deadline).toEqual(india(solved));
});

it.each(tableOf('filed \\| waited for'))(
  'filed at %s, waited for the %s from %s until %s: %s, %s',
  (...row) => {
    const [time, reason, from, until, cost, solved] = row as [string, string, string, string, string, string];
    const cycle = cycleOf(
      [
        filed(`2026-11-20 ${time}`, 'high'),
        { at: india(from), kind: 'waiting', reason: reason as WaitingReason },
        { at: india(until), kind: 'working' },
      ],
      'resolution',
    );
    expect([cycle.pausedMs, cycle.deadline]).toEqual([Number.parseInt(cost, 10) * hourMs, india(solved)]);
  },
);
