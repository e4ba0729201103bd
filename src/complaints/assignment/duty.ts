// When somebody works at the desk: weekly hours in the business time zone, leave, and hours beyond the usual ones. Pure.
import { localDate, minuteOfDay, weekdayOf } from '#libs/time';

export const dutyExceptionKinds = ['leave', 'extra'] as const;
export type DutyExceptionKind = (typeof dutyExceptionKinds)[number];

/** Of every week. `toMinute` may be 1440, midnight; what goes beyond it is two of them. */
export interface DutyHours {
  /** ISO: Monday 1 … Sunday 7. */
  weekday: number;
  /** Since midnight, on the clock of the business time zone. */
  fromMinute: number;
  /** Exclusive. */
  toMinute: number;
}

/** Half-open. */
export interface DutySpan {
  kind: DutyExceptionKind;
  startsAt: Date;
  endsAt: Date;
}

export const dutyStates = ['on_duty', 'paused', 'on_leave', 'off_duty'] as const;
export type DutyState = (typeof dutyStates)[number];

export interface DutyPlan {
  isPaused: boolean;
  week: readonly DutyHours[];
  exceptions: readonly DutySpan[];
}

/** Leave goes before extra hours: whoever has said that they are away is away. */
export function dutyAt({ isPaused, week, exceptions }: DutyPlan, at: Date, zone: string): DutyState {
  const holds = (kind: DutyExceptionKind) =>
    exceptions.some((span) => span.kind === kind && span.startsAt <= at && at < span.endsAt);
  if (holds('leave')) return 'on_leave';
  if (isPaused) return 'paused';
  const [weekday, minute] = [weekdayOf(localDate(at, zone)), minuteOfDay(at, zone)];
  const isUsual = week.some(
    (hours) => hours.weekday === weekday && hours.fromMinute <= minute && minute < hours.toMinute,
  );
  return isUsual || holds('extra') ? 'on_duty' : 'off_duty';
}

/** Where two hours of a week share a minute: the later of them in the list; undefined where none do. */
export function overlapIn(week: readonly DutyHours[]): number | undefined {
  const found = week.findIndex((hours, at) =>
    week
      .slice(0, at)
      .some(
        (other) =>
          other.weekday === hours.weekday &&
          other.fromMinute < hours.toMinute &&
          hours.fromMinute < other.toMinute,
      ),
  );
  return found < 0 ? undefined : found;
}
