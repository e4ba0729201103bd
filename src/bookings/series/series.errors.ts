import { DomainError } from '#libs/errors';
import type { SeriesConflict } from './booking-series.entity.js';

/** One visit is a booking, and what lies years ahead nobody plans. */
export class SeriesLengthInvalid extends DomainError {
  constructor(visits: number, limit: number) {
    super(
      'SERIES_LENGTH_INVALID',
      'unprocessable',
      `A series has 2 to ${limit} visits, the last of them within a year.`,
      { visits, limit },
    );
  }
}

export interface RefusedVisit extends SeriesConflict {
  position: number;
  startsAt: Date;
}

/** Some visits, or all, cannot be booked, and nothing was. Says of each of them why, and what is free instead. */
export class SeriesConflicts extends DomainError {
  constructor(conflicts: readonly RefusedVisit[]) {
    super('SERIES_CONFLICTS', 'conflict', `${conflicts.length} visits of this series cannot be booked.`, {
      conflicts,
    });
  }
}
