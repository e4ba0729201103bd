import { DomainError } from '#libs/errors';

export class ProviderStatusIllegal extends DomainError {
  constructor(from: string, to: string, allowed: readonly string[]) {
    super('PROVIDER_STATUS_ILLEGAL', 'conflict', `A provider who is ${from} cannot become ${to}.`, {
      from,
      to,
      allowed,
    });
  }
}

/** Who has left stays as they were. */
export class ProviderLeft extends DomainError {
  constructor() {
    super('PROVIDER_LEFT', 'conflict', 'This provider has left and can no longer be changed.');
  }
}

/** What a provider is to be able to do, or where, is nothing that the catalogue knows. */
export class ProviderReferencesUnknown extends DomainError {
  constructor(what: 'city' | 'skills' | 'pincodes', unknown: readonly string[]) {
    super('PROVIDER_REFERENCES_UNKNOWN', 'unprocessable', `There are no such ${what}.`, { what, unknown });
  }
}

export interface BrokenWorkRule {
  rule: 'rest' | 'weekly_maximum';
  /** The day on which the work begins that breaks it; of the weekly maximum the Monday. */
  day: string;
  minutes: number;
  limit: number;
}

/** Too little rest, or too much work in a week. */
export class WorkRulesBroken extends DomainError {
  constructor(violations: readonly BrokenWorkRule[]) {
    super('WORK_RULES_BROKEN', 'unprocessable', 'The plan leaves too little rest, or is too long a week.', {
      violations,
    });
  }
}

/** Two lines of one weekly plan, or two exceptions of one kind, share a minute. */
export class ShiftsOverlap extends DomainError {
  constructor() {
    super('SHIFTS_OVERLAP', 'conflict', 'Shifts or exceptions overlap.');
  }
}

export class LeaveOverlaps extends DomainError {
  constructor() {
    super('LEAVE_OVERLAPS', 'conflict', 'The provider is on leave on some of these days already.');
  }
}

/** A plan of the past cannot be made any more. */
export class PlanBegun extends DomainError {
  constructor(earliest: string) {
    super('PLAN_BEGUN', 'unprocessable', 'These days are over.', { earliest });
  }
}
