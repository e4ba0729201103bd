import { DomainError } from '#libs/errors';

/** A visit that is booked, as whoever plans sees it. */
export interface ConflictingVisit {
  bookingId: string;
  reference: string;
  providerId: string;
  startsAt: Date;
  endsAt: Date;
}

/** The change would leave visits that are booked outside of what is worked. Asked for with `force`, it is made all the same. */
export class VisitsInTheWay extends DomainError {
  constructor(visits: readonly ConflictingVisit[]) {
    super('VISITS_IN_THE_WAY', 'conflict', 'Visits are booked in time that would no longer be worked.', {
      visits: visits.slice(0, 50),
      visitsInAll: visits.length,
    });
  }
}

export class PlanWeekInvalid extends DomainError {
  constructor(detail: string, data: object) {
    super('PLAN_WEEK_INVALID', 'unprocessable', detail, { ...data });
  }
}

/** Too many providers for one draft. */
export class CityTooLarge extends DomainError {
  constructor(providers: number, atMost: number) {
    super('CITY_TOO_LARGE', 'unprocessable', `A draft plans at most ${atMost} providers.`, {
      providers,
      atMost,
    });
  }
}

/** It is still being made, was published, or given up. */
export class DraftNotEditable extends DomainError {
  constructor(status: string) {
    super('DRAFT_NOT_EDITABLE', 'conflict', `The draft is ${status}.`, { status });
  }
}

export interface DraftFault {
  providerId: string;
  day: string;
  fault:
    | 'unknown_provider'
    | 'not_active'
    | 'documents_end'
    | 'not_free'
    | 'outside_week'
    | 'overlap'
    | 'rest'
    | 'weekly_maximum';
}

/** What was sent breaks a rule. */
export class DraftBreaksRules extends DomainError {
  constructor(faults: readonly DraftFault[]) {
    super('DRAFT_BREAKS_RULES', 'unprocessable', 'The shifts break a rule.', {
      faults: faults.slice(0, 100),
    });
  }
}

/** Since the draft was made somebody has gone on leave, was suspended, or works more elsewhere. */
export class DraftOutdated extends DomainError {
  constructor(faults: readonly DraftFault[]) {
    super('DRAFT_OUTDATED', 'conflict', 'The draft no longer fits the providers.', {
      faults: faults.slice(0, 100),
    });
  }
}
