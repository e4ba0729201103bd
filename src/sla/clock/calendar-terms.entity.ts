// What a business calendar says. Whether an instant is working time depends on nothing but what the wall clock of the zone shows at it.
import type { LocalDate } from '#libs/time';

/** Minutes of a local day, half open: 540 to 1080 is nine to six, and 1440 the end of the day. */
export interface WorkingInterval {
  fromMinute: number;
  toMinute: number;
}

export interface WorkingWeekday {
  /** ISO: Monday 1 … Sunday 7. */
  weekday: number;
  /** In their order, none reaching into the next. */
  intervals: WorkingInterval[];
}

export interface Holiday {
  date: LocalDate;
  name: string;
  /** What is worked all the same, in place of what the weekday has; none on a whole holiday. */
  intervals: WorkingInterval[];
}

export interface CalendarTerms {
  /** IANA name: `Asia/Kolkata`. */
  timeZone: string;
  /** A weekday that is not named is free. */
  week: WorkingWeekday[];
  holidays: Holiday[];
}
