// The figures of a cycle in full: what was counted when and by which calendar, what each pause cost, and what it was held to before.
import { minuteMs } from '#libs/time';
import { historyOf, type History, type Stretch } from './sla-history.js';
import { cycleOf, measuring, reaching, targetOf, type Measuring } from './sla-clock.js';
import type { SlaVersions } from './sla-versions.js';
import type { SlaCycle, SlaEvent, WaitingReason } from './sla-terms.entity.js';
import { aroundTheClock, type CountedTime } from './working-time.js';

/** A stretch of real time, and what it did to the figure. */
export interface SlaInterval {
  kind: 'counted' | 'paused';
  from: Date;
  to: Date;
  /** Of a counted one: what it adds. Of a pause: the counted time that it took out. In milliseconds. */
  ms: number;
  reason: 'working_time' | 'around_the_clock' | 'the_rest' | `waiting_for_${WaitingReason}`;
  /** The version of the calendar that a counted interval is of; null where the clock runs day and night, and of pauses. */
  calendar: number | null;
}

/** A target that was given up for another one. */
export interface ReplacedTarget {
  replacedAt: Date;
  policy: number;
  rule: string;
  targetMs: number;
  deadline: Date | null;
  /** It had already been missed by then. */
  wasMissed: boolean;
}

export interface SlaExplanation extends SlaCycle {
  /** In their order. What `counted` ones add up to is `countedMs`, what pauses cost is `pausedMs`. */
  intervals: SlaInterval[];
  /** Where the deadline would be if nobody had been waited for. */
  deadlineWithoutPauses: Date | null;
  replaced: ReplacedTarget[];
}

/** More are told as one, so that an answer has an end however long a case has been open: the sums are the same. */
export const intervalsAtMost = 400;

/** The same figures as of a reading, with where they come from. */
export function explainSla(events: readonly SlaEvent[], versions: SlaVersions, now: Date): SlaExplanation[] {
  const history = historyOf(events);
  const at = Math.max(now.getTime(), history.until);
  return history.stretches.map((stretch) => {
    const measured = measuring(history, stretch, versions, at);
    const unpaused = reaching({ ...measured, pauses: [] }, measured.target.minutes * minuteMs);
    return {
      ...cycleOf(measured),
      intervals: intervalsOf(measured),
      deadlineWithoutPauses: unpaused === null ? null : new Date(unpaused),
      replaced: replacedOf(history, stretch, versions, measured),
    };
  });
}

function intervalsOf(measured: Measuring): SlaInterval[] {
  const { stretch, pauses, time, until } = measured;
  const intervals: SlaInterval[] = [];
  let from = stretch.from;
  for (const pause of [...pauses, null]) {
    const to = pause?.from ?? until;
    for (const span of countedSpans(time, from, to)) {
      if (intervals.length >= intervalsAtMost) return withRest(intervals, measured, span.from.getTime());
      intervals.push(span);
    }
    if (!pause) break;
    if (intervals.length >= intervalsAtMost) return withRest(intervals, measured, pause.from);
    const ms = time.between(pause.from, pause.to);
    const reason = `waiting_for_${pause.reason}` as const;
    const ends = { from: new Date(pause.from), to: new Date(pause.to) };
    intervals.push({ kind: 'paused', ...ends, ms, reason, calendar: null });
    from = pause.to;
  }
  return intervals;
}

function* countedSpans(time: CountedTime, from: number, to: number): Generator<SlaInterval> {
  const reason = time === aroundTheClock ? 'around_the_clock' : 'working_time';
  for (const span of time.spans(from, to)) {
    const ends = { from: new Date(span.from), to: new Date(span.to) };
    const calendar = 'calendar' in span ? (span.calendar as number) : null;
    yield { kind: 'counted', ...ends, ms: span.to - span.from, reason, calendar };
  }
}

/** What comes from `from` on, in one line for what counted and one for what stood still. */
function withRest(intervals: SlaInterval[], { time, pauses, until }: Measuring, from: number): SlaInterval[] {
  const paused = pauses.reduce((sum, pause) => sum + time.between(Math.max(pause.from, from), pause.to), 0);
  const rest = { from: new Date(from), to: new Date(until), reason: 'the_rest' as const, calendar: null };
  const counted = time.between(from, until) - paused;
  return [
    ...intervals,
    { kind: 'counted', ms: counted, ...rest },
    ...(paused > 0 ? [{ kind: 'paused' as const, ms: paused, ...rest }] : []),
  ];
}

function replacedOf(
  history: History,
  stretch: Stretch,
  versions: SlaVersions,
  measured: Measuring,
): ReplacedTarget[] {
  const later = history.subjects
    .slice(1)
    .filter(({ from }) => from >= stretch.from && from <= measured.until);
  return later.map((subject) => {
    const replacedAt = subject.from;
    const before = { ...history, subjects: history.subjects.slice(0, history.subjects.indexOf(subject)) };
    const then = measuring(before, { ...stretch, to: null }, versions, replacedAt);
    const targetMs = targetOf(then.chosen.rule, stretch.metric).minutes * minuteMs;
    const deadline = reaching(then, targetMs);
    return {
      replacedAt: new Date(replacedAt),
      policy: then.chosen.policy,
      rule: then.chosen.rule.id,
      targetMs,
      deadline: deadline === null ? null : new Date(deadline),
      wasMissed: deadline !== null && deadline < replacedAt,
    };
  });
}
