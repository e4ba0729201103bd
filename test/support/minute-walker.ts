// The clock of src/sla told a second time, as slowly and plainly as can be: it walks minute by minute, asks Intl what the wall shows, and shares
// nothing with what it checks but the shapes. For cases whose instants are whole minutes. Also the baseline of `npm run bench -- complaints`.
import type { CalendarTerms } from '../../src/sla/clock/calendar-terms.entity.js';
import type { CalendarVersion, SlaPolicyVersion } from '../../src/sla/clock/sla-versions.js';
import type { SlaEvent, SlaMetric, SlaRule, SlaTarget } from '../../src/sla/clock/sla-terms.entity.js';

const minute = 60_000;
const daysAtMost = 800;

export interface WalkedCycle {
  metric: SlaMetric;
  state: string;
  rule: string;
  deadline: string;
  countedMinutes: number;
  pausedMinutes: number;
}

/** What the wall of a zone shows, by the quarter of an hour: no zone changes its clocks in between. */
const shown = new Map<string, { date: string; weekday: number; minute: number }>();
const formats = new Map<string, Intl.DateTimeFormat>();

function wallOf(zone: string, instant: number) {
  const quarter = instant - (instant % (15 * minute));
  const key = `${zone} ${quarter}`;
  let wall = shown.get(key);
  if (!wall) {
    let format = formats.get(zone);
    if (!format) {
      const parts = {
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
      } as const;
      format = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hourCycle: 'h23',
        weekday: 'short',
        ...parts,
      });
      formats.set(zone, format);
    }
    const said = Object.fromEntries(format.formatToParts(quarter).map(({ type, value }) => [type, value]));
    wall = {
      date: `${said['year']}-${said['month']}-${said['day']}`,
      weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(said['weekday']!) + 1,
      minute: Number(said['hour']) * 60 + Number(said['minute']),
    };
    shown.set(key, wall);
  }
  return { ...wall, minute: wall.minute + (instant - quarter) / minute };
}

export function isWorked(terms: CalendarTerms, instant: number): boolean {
  const wall = wallOf(terms.timeZone, instant);
  const day =
    terms.holidays.find(({ date }) => date === wall.date) ??
    terms.week.find(({ weekday }) => weekday === wall.weekday);
  return (day?.intervals ?? []).some(
    ({ fromMinute, toMinute }) => fromMinute <= wall.minute && wall.minute < toMinute,
  );
}

function holding<V extends { number: number; validFrom: Date; retiredAt: Date | null }>(
  versions: V[],
  instant: number,
) {
  return versions
    .filter(
      ({ validFrom, retiredAt }) => +validFrom <= instant && (retiredAt === null || +retiredAt > instant),
    )
    .sort((a, b) => +b.validFrom - +a.validFrom || b.number - a.number)[0];
}

const oldest = <V extends { number: number; validFrom: Date }>(versions: V[]) =>
  [...versions].sort((a, b) => +a.validFrom - +b.validFrom || a.number - b.number)[0]!;

function calendarAt(calendars: CalendarVersion[], city: string | null, instant: number): CalendarVersion {
  const own = calendars.filter((calendar) => city !== null && calendar.city === city);
  const general = calendars.filter((calendar) => calendar.city === null);
  return holding(own, instant) ?? holding(general, instant) ?? oldest(general);
}

/** Every cycle of every metric, found by replaying what happened once for each. */
export function walk(
  events: SlaEvent[],
  calendars: CalendarVersion[],
  policies: SlaPolicyVersion[],
  now: Date,
): WalkedCycle[] {
  const filed = events[0] as Extract<SlaEvent, { kind: 'filed' }>;
  const at = Math.max(+now, ...events.map((event) => +event.at));
  return cyclesOf(events).map((cycle) => {
    const until = cycle.to ?? at;
    const said = events.filter(
      (event) => (event.kind === 'filed' || event.kind === 'retargeted') && +event.at <= until,
    );
    const held = said.at(-1) as Extract<SlaEvent, { kind: 'filed' | 'retargeted' }>;
    const { rules } = holding(policies, +held.at) ?? oldest(policies);
    const rule = rules.find(({ when: { categories, severities, customerTiers: tiers } }) => {
      const { category, severity, customerTier: tier } = held.subject;
      if (categories && !categories.includes(category)) return false;
      if (severities && !severities.includes(severity)) return false;
      return !tiers || (tier !== null && tiers.includes(tier));
    })!;
    const target = targetOf(rule, cycle.metric);
    return {
      metric: cycle.metric,
      rule: rule.id,
      ...figures(cycle, target, { events, calendars, city: filed.city, until }),
    };
  });
}

interface Cycle {
  metric: SlaMetric;
  from: number;
  to: number | null;
  isGivenUp: boolean;
}

function cyclesOf(events: SlaEvent[]): Cycle[] {
  const cycles: Cycle[] = [];
  const open: Partial<Record<SlaMetric, Cycle>> = {};
  const start = (metric: SlaMetric, at: Date) => {
    if (open[metric]) return;
    open[metric] = { metric, from: +at, to: null, isGivenUp: false };
    cycles.push(open[metric]);
  };
  const stop = (at: Date, metrics: SlaMetric[], isGivenUp = false) => {
    for (const metric of metrics) {
      if (open[metric]) Object.assign(open[metric], { to: +at, isGivenUp });
      delete open[metric];
    }
  };
  const all: SlaMetric[] = ['first_response', 'next_response', 'resolution'];
  for (const { kind, at } of events) {
    if (kind === 'filed') start('first_response', at);
    if (kind === 'filed' || kind === 'reopened') start('resolution', at);
    if (kind === 'customer_wrote' && open.resolution && !open.first_response) start('next_response', at);
    if (kind === 'staff_replied') stop(at, ['first_response', 'next_response']);
    if (kind === 'resolved') stop(at, all);
    if (kind === 'ended') stop(at, all, true);
  }
  return cycles;
}

function figures(
  cycle: Cycle,
  target: SlaTarget,
  {
    events,
    calendars,
    city,
    until,
  }: { events: SlaEvent[]; calendars: CalendarVersion[]; city: string | null; until: number },
) {
  let [counted, paused] = [0, 0];
  let deadline: number | null = null;
  let total = 0;
  const changes = new Set(['waiting', 'working', 'resolved', 'ended']);
  const heard = events.filter(({ kind }, index) => kind !== 'waiting' || isWorkedOn(events.slice(0, index)));
  const isStill = (instant: number) => {
    const last = heard.filter(({ kind, at }) => changes.has(kind) && +at <= instant).at(-1);
    return last?.kind === 'waiting' && target.pausedBy.includes(last.reason);
  };
  for (let instant = cycle.from; deadline === null || instant < until; instant += minute) {
    if (total === target.minutes) deadline ??= instant;
    if (instant >= until && deadline !== null) break;
    if (instant > cycle.from + daysAtMost * 1440 * minute) throw new Error('The walk has no end.');
    const counts =
      target.counting === 'around_the_clock' || isWorked(calendarAt(calendars, city, instant).terms, instant);
    if (!counts) continue;
    if (instant < until && isStill(instant)) {
      paused++;
      continue;
    }
    total++;
    if (instant < until) counted++;
  }
  const late = deadline! < until;
  const running = isStill(until) ? 'paused' : 'running';
  const ended = cycle.isGivenUp ? 'cancelled' : 'met';
  return {
    state: late ? 'breached' : cycle.to === null ? running : ended,
    deadline: new Date(deadline!).toISOString(),
    countedMinutes: counted,
    pausedMinutes: paused,
  };
}

function targetOf(rule: SlaRule, metric: SlaMetric): SlaTarget {
  if (metric === 'first_response') return rule.firstResponse;
  return metric === 'next_response' ? rule.nextResponse : rule.resolution;
}

/** Nobody is waited for about what is solved or has ended. */
function isWorkedOn(before: SlaEvent[]): boolean {
  const last = before.findLast(({ kind }) => ['filed', 'reopened', 'resolved', 'ended'].includes(kind));
  return last?.kind === 'filed' || last?.kind === 'reopened';
}
