// When a customer would like the visit. Plain data, kept between turns.

/** When the customer would like it, as said; clock times are `HH:MM` in the business time zone. */
export interface TimePreference {
  date: string | null;
  /** Last day, when several were named ("this weekend"). */
  until: string | null;
  time: string | null;
  /** Other readings of `time`, where neither am nor pm was said. */
  otherTimes: string[];
  from: string | null;
  to: string | null;
  /** "As soon as possible", "any time": the first free slot will do. */
  earliest: boolean;
  /** Further days that would do as well as `date` ("Wednesday or Friday"). */
  otherDates: string[];
  /** Further times that would do as well as `time` ("11 am or 2 pm"). */
  alsoTimes: string[];
  /** Never offered, whatever is said of other days and times. */
  not: TimeExclusion[];
  /** Asked about before anything is offered. */
  doubt: WishDoubt | null;
}

/** Days (YYYY-MM-DD, from the first to the last; null: every day) and hours of them (HH:MM; null: from the beginning, to the end). */
export interface TimeExclusion {
  date: string | null;
  until: string | null;
  from: string | null;
  to: string | null;
}

/** What was said of a day or time and not understood for certain. */
export interface WishDoubt {
  about: 'day' | 'time';
  /** As typed. */
  text: string;
  reason: 'readings' | 'no_such_day' | 'not_understood' | 'time_zone';
  /** What it may mean, as the entity reader writes it. */
  readings: string[];
}

export const noWish: TimePreference = {
  date: null,
  until: null,
  time: null,
  otherTimes: [],
  from: null,
  to: null,
  earliest: false,
  otherDates: [],
  alsoTimes: [],
  not: [],
  doubt: null,
};

export function hasWish(wish: TimePreference): boolean {
  return wish.date !== null || wish.time !== null || wish.from !== null || wish.to !== null || wish.earliest;
}
