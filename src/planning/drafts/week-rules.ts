// Whether a provider may work a shift: the one place that the planner, whoever edits a draft and its publication are held against. Pure.
import { addDays, type LocalDate } from '#libs/time';
import { workViolations, worsened, type WorkLimits, type WorkSpan } from '../../providers/shift.entity.js';
import type { DraftFault } from '../planning.errors.js';
import type { PlannedWork } from './coverage.js';

export interface WeekWorker {
  id: string;
  isActive: boolean;
  limits: WorkLimits;
  /** Work that stands whatever is planned: of the days around the week, and extra hours in it. */
  standing: readonly WorkSpan[];
  /** When they do not work: leave, and hours off. */
  absent: readonly WorkSpan[];
  /** After this day their documents are no longer valid; null where none ends. */
  lastDay: LocalDate | null;
  /** Booked visits of the week, as they lie in its days. */
  visits: readonly WorkSpan[];
}

/** Days around a week that its rest and the night shifts beside it are about. */
export const daysAround = 2;

/** All faults of the shifts, by provider and day. @param week its Monday */
export function draftFaults(
  workers: ReadonlyMap<string, WeekWorker>,
  shifts: readonly PlannedWork[],
  week: LocalDate,
): DraftFault[] {
  const byProvider = Map.groupBy(shifts, ({ providerId }) => providerId);
  return [...byProvider]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([providerId, own]) => {
      const worker = workers.get(providerId);
      if (!worker) return own.map(({ day }): DraftFault => ({ providerId, day, fault: 'unknown_provider' }));
      return [
        ...own.flatMap((shift, index) => shiftFaults(worker, shift, own.slice(0, index), week)),
        ...ruleFaults(worker, own),
      ];
    });
}

/** Whether one more shift breaks anything. */
export function mayWork(
  worker: WeekWorker,
  own: readonly PlannedWork[],
  shift: PlannedWork,
  week: LocalDate,
): boolean {
  return (
    shiftFaults(worker, shift, own, week).length === 0 && ruleFaults(worker, [...own, shift]).length === 0
  );
}

function shiftFaults(
  worker: WeekWorker,
  shift: PlannedWork,
  others: readonly PlannedWork[],
  week: LocalDate,
): DraftFault[] {
  const { day, providerId } = shift;
  const faults: DraftFault['fault'][] = [];
  if (day < week || day > addDays(week, 6)) faults.push('outside_week');
  if (!worker.isActive) faults.push('not_active');
  if (worker.lastDay !== null && day > worker.lastDay) faults.push('documents_end');
  if (worker.absent.some((each) => overlaps(each, shift))) faults.push('not_free');
  if (others.some((each) => overlaps(each, shift))) faults.push('overlap');
  return faults.map((fault) => ({ providerId, day, fault }));
}

/** Of rest and the weekly maximum; what is broken without the shifts is not theirs. */
function ruleFaults(worker: WeekWorker, own: readonly PlannedWork[]): DraftFault[] {
  const before = workViolations(worker.standing, worker.limits);
  const after = workViolations([...worker.standing, ...own], worker.limits);
  return worsened(before, after).map(({ rule, day }) => ({ providerId: worker.id, day, fault: rule }));
}

function overlaps(a: WorkSpan, b: WorkSpan): boolean {
  return a.day === b.day && a.fromMinute < b.toMinute && b.fromMinute < a.toMinute;
}
