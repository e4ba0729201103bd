// Which runs of a schedule are to be made up for, and when the next one is.
import type { JobRegistry } from '#libs/jobs';
import { CronTimes } from './cron-times.js';
import type { Schedule } from './schedule.entity.js';
import type { scheduleProblems } from './schedules.schemas.js';

/** A run that is no later than this was not missed: processes look every few seconds, and may be busy. */
const onTimeMs = 60_000;
/** Of those that were missed. */
const mostAtOnce = 24;

type Timed = Pick<Schedule, 'cron' | 'timeZone'>;

/**
 * The instants up to `now` for which there is to be a job, in order, of a schedule that was next due at `since`.
 * @throws Error when the times cannot be read
 */
export function dueTimes(schedule: Timed & Pick<Schedule, 'missed'>, since: Date, now: Date): Date[] {
  const { cron, timeZone, missed } = schedule;
  const times = new CronTimes(cron, timeZone).last(missed === 'all' ? mostAtOnce : 1, since, now);
  if (missed !== 'skip') return times;
  return times.filter((time) => now.getTime() - time.getTime() <= onTimeMs);
}

/** The first run after `now`, or the next few. @throws Error when the times cannot be read */
export function runsAfter({ cron, timeZone }: Timed, now: Date, count: number): Date[] {
  return new CronTimes(cron, timeZone).following(now, count);
}

/** Why it does not run; null when it does, or would if it were enabled. */
export function problemWith(
  schedule: Timed & Pick<Schedule, 'jobType' | 'input'>,
  registry: JobRegistry,
): (typeof scheduleProblems)[number] | null {
  const type = registry.find(schedule.jobType);
  if (!type) return 'type_unknown';
  if (!type.definition.input.safeParse(schedule.input).success) return 'input_invalid';
  try {
    new CronTimes(schedule.cron, schedule.timeZone);
    return null;
  } catch {
    return 'time_invalid';
  }
}
