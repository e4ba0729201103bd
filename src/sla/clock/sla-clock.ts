// The clock of a case: a pure function of what happened to it, of the versions of calendars and policies, and of the moment. It knows neither a
// clock nor a database, and comes to the same figures whenever, wherever and however often it is asked.
import { minuteMs } from '#libs/time';
import { historyOf, type History, type Stretch, type Waiting } from './sla-history.js';
import type { ChosenRule, SlaVersions } from './sla-versions.js';
import type {
  SlaCycle,
  SlaEvent,
  SlaMetric,
  SlaReading,
  SlaRule,
  SlaState,
  SlaTarget,
  WaitingReason,
} from './sla-terms.entity.js';
import { aroundTheClock, type CountedTime, type Span } from './working-time.js';

/** How each metric of a case stands at `now`, or at its last event where that is later. */
export function readSla(events: readonly SlaEvent[], versions: SlaVersions, now: Date): SlaReading {
  const history = historyOf(events);
  const at = Math.max(now.getTime(), history.until);
  const cycles = history.stretches.map((stretch) => cycleOf(measuring(history, stretch, versions, at)));
  return { cycles, calendar: versions.timelineOf(history.city).at(at) };
}

/** A stretch of a metric with everything that it is measured by. */
export interface Measuring {
  stretch: Stretch;
  chosen: ChosenRule;
  target: SlaTarget;
  time: CountedTime;
  /** In their order, within the stretch: when it stood still. */
  pauses: readonly (Span & Pick<Waiting, 'reason'>)[];
  /** Where the measured time ends: when it was done, or now. */
  until: number;
  /** What is waited for, while it is paused. */
  pausedFor: WaitingReason | null;
}

/** @param at the moment of the reading, not before the last event */
export function measuring(history: History, stretch: Stretch, versions: SlaVersions, at: number): Measuring {
  const until = stretch.to ?? at;
  // What it was held to when it ended: what is found out later changes nothing of what is done.
  const held = history.subjects.findLast(({ from }) => from <= until)!;
  const chosen = versions.ruleFor(held.subject, held.from);
  const target = targetOf(chosen.rule, stretch.metric);
  const waits = history.waits.filter(({ reason }) => target.pausedBy.includes(reason));
  const last = waits.at(-1);
  return {
    stretch,
    chosen,
    target,
    time: target.counting === 'working' ? versions.timelineOf(history.city) : aroundTheClock,
    pauses: waits
      .map(({ reason, ...wait }) => ({
        reason,
        from: Math.max(wait.from, stretch.from),
        to: Math.min(wait.to ?? until, until),
      }))
      .filter(({ from, to }) => from < to),
    until,
    pausedFor: stretch.to === null && last?.to === null ? last.reason : null,
  };
}

/** When so much of it has been counted, in milliseconds since 1970. After the measured time nothing pauses. */
export function reaching({ stretch, time, pauses }: Measuring, ms: number): number | null {
  let [from, left] = [stretch.from, ms];
  for (const pause of pauses) {
    const reached = time.after(from, left, pause.from);
    if (reached !== null) return reached;
    left -= time.between(from, pause.from);
    from = pause.to;
  }
  return time.after(from, left);
}

export const targetOf = (rule: SlaRule, metric: SlaMetric): SlaTarget =>
  rule[
    ({ first_response: 'firstResponse', next_response: 'nextResponse', resolution: 'resolution' } as const)[
      metric
    ]
  ];

export function cycleOf(measured: Measuring): SlaCycle {
  const { stretch, chosen, target, time, pauses, until, pausedFor } = measured;
  const targetMs = target.minutes * minuteMs;
  const pausedMs = pauses.reduce((sum, { from, to }) => sum + time.between(from, to), 0);
  const countedMs = time.between(stretch.from, until) - pausedMs;
  const deadline = reaching(measured, targetMs);
  const isLate = deadline !== null && deadline < until;
  return {
    metric: stretch.metric,
    state: stateOf(stretch, isLate, pausedFor !== null),
    startsAt: new Date(stretch.from),
    endedAt: dateOf(stretch.to),
    policy: chosen.policy,
    rule: chosen.rule.id,
    targetMs,
    countedMs,
    remainingMs: targetMs - countedMs,
    pausedMs,
    deadline: dateOf(deadline),
    atRiskAt: dateOf(reaching(measured, Math.max(0, targetMs - target.atRiskMinutes * minuteMs))),
    breachedAt: isLate ? dateOf(deadline) : null,
    pausedFor,
  };
}

function stateOf({ to, isCancelled }: Stretch, isLate: boolean, isPaused: boolean): SlaState {
  if (isLate) return 'breached';
  if (to !== null) return isCancelled ? 'cancelled' : 'met';
  return isPaused ? 'paused' : 'running';
}

const dateOf = (instant: number | null): Date | null => (instant === null ? null : new Date(instant));
