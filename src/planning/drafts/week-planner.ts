// Plans a week: who works when, so that what is expected is covered. Pure, and the same for the same input.
//
// Greedy by what a shift adds: of all providers and days the shift comes first that covers most of what is still needed for its length, and so on
// until none is worth its hours. What a shift adds only shrinks as others are taken, so a value that was computed earlier is an upper bound, and
// only the best bound is looked at again (Minoux, Accelerated greedy algorithms for maximizing submodular set functions, 1978).
import { addDays, type LocalDate } from '#libs/time';
import { Coverage, type Coverer, type PlannedWork, type WeekNeed } from './coverage.js';
import { mayWork, type WeekWorker } from './week-rules.js';

export type WeekProvider = WeekWorker & Coverer;

/** Shifts begin on the hour, and are as long as a day of work or a part of it. Hours. */
const lengths = [4, 6, 8, 10] as const;
const earliestHour = 6;
const latestHour = 22;
/** Being there for one series for an hour, in provider-hours of load. */
const presenceWorth = 0.1;
/** An hour of work must bring more than this. */
const hourCost = 0.02;

interface Candidate {
  worker: WeekProvider;
  day: LocalDate;
  value: number;
  shift: PlannedWork | null;
}

/**
 * Yields now and then how far it is, 0 … 1, so that whoever runs it can let others go on.
 * @param providers in any order; each gets at most one shift a day
 * @returns the shifts by day and provider; none breaks a rule that was not broken before
 */
export function* planWeek(
  need: WeekNeed,
  providers: readonly WeekProvider[],
): Generator<number, PlannedWork[]> {
  const coverage = new Coverage(need, providers);
  const planned = new Map<string, PlannedWork[]>(providers.map(({ id }) => [id, []]));
  const take = (shift: PlannedWork): void => {
    coverage.take(shift);
    planned.get(shift.providerId)!.push(shift);
  };
  const best = (worker: WeekProvider, day: LocalDate): Candidate =>
    bestShift(coverage, planned.get(worker.id)!, worker, day, need.week);

  const byId = providers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const days = Array.from({ length: 7 }, (_, index) => addDays(need.week, index));
  // What is booked already is worked before anything else is thought of.
  for (const worker of byId)
    for (const day of days.filter((each) => worker.visits.some((visit) => visit.day === each))) {
      const { shift } = best(worker, day);
      if (shift) take(shift);
    }
  yield 0.1;

  const open = byId.flatMap((worker) =>
    days
      .filter((day) => !planned.get(worker.id)!.some((shift) => shift.day === day))
      .map((day) => best(worker, day)),
  );
  const queue = open.filter(isWorthIt).sort(byValue);
  const all = queue.length;
  while (queue.length > 0) {
    yield 0.1 + 0.9 * (1 - queue.length / all);
    const { worker, day } = queue.shift()!;
    const again = best(worker, day);
    if (!isWorthIt(again)) continue;
    if (queue.length > 0 && byValue(queue[0]!, again) < 0) insert(queue, again);
    else take(again.shift!);
  }
  return [...planned.values()]
    .flat()
    .toSorted((a, b) => a.day.localeCompare(b.day) || (a.providerId < b.providerId ? -1 : 1));
}

function bestShift(
  coverage: Coverage,
  own: readonly PlannedWork[],
  worker: WeekProvider,
  day: LocalDate,
  week: LocalDate,
): Candidate {
  const visits = worker.visits.filter((visit) => visit.day === day);
  let best: Candidate = { worker, day, value: -Infinity, shift: null };
  for (const { fromMinute, toMinute } of shiftTimes(visits)) {
    const shift = { providerId: worker.id, day, fromMinute, toMinute };
    const { load, presence } = coverage.gain(shift);
    const value = load + presenceWorth * presence - (hourCost * (toMinute - fromMinute)) / 60;
    // The rules cost more to ask than the gain: only what would be the best is held against them.
    if (value > best.value && mayWork(worker, own, shift, week)) best = { worker, day, value, shift };
  }
  return best;
}

/** Those that a shift can have on a day on which these visits are booked. */
function shiftTimes(visits: readonly { fromMinute: number; toMinute: number }[]) {
  const times = lengths.flatMap((length) =>
    Array.from({ length: latestHour - earliestHour - length + 1 }, (_, index) => ({
      fromMinute: (earliestHour + index) * 60,
      toMinute: (earliestHour + index + length) * 60,
    })),
  );
  if (visits.length === 0) return times;
  const first = Math.min(...visits.map(({ fromMinute }) => fromMinute));
  const last = Math.max(...visits.map(({ toMinute }) => toMinute));
  const around = times.filter(({ fromMinute, toMinute }) => fromMinute <= first && last <= toMinute);
  return around.length > 0 ? around : [{ fromMinute: first, toMinute: last }];
}

const isWorthIt = ({ shift, value }: Candidate): boolean => shift !== null && value > 0;

/** The most valuable first; day and provider decide between equals. */
function byValue(a: Candidate, b: Candidate): number {
  return b.value - a.value || a.day.localeCompare(b.day) || (a.worker.id < b.worker.id ? -1 : 1);
}

/** Into a queue that is in order. */
function insert(queue: Candidate[], candidate: Candidate): void {
  let [low, high] = [0, queue.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byValue(queue[middle]!, candidate) < 0) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, candidate);
}
