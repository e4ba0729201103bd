import { DomainError } from '#libs/errors';

/** What was published once is never edited: cases were measured by it. */
export class SlaVersionNotDraft extends DomainError {
  constructor(number: number, status: string) {
    super('SLA_VERSION_NOT_DRAFT', 'conflict', `Version ${number} is ${status}; only a draft can change.`, {
      status,
    });
  }
}

export class SlaVersionNotPublished extends DomainError {
  constructor(number: number, status: string) {
    super('SLA_VERSION_NOT_PUBLISHED', 'conflict', `Version ${number} is ${status}, not published.`, {
      status,
    });
  }
}

/** Without it nobody could say by when a case is to be answered. */
export class LastSlaVersion extends DomainError {
  constructor(number: number) {
    super(
      'LAST_SLA_VERSION',
      'conflict',
      `Version ${number} is the one in force for everybody. Publish another one before it is retired.`,
      { number },
    );
  }
}

export class SlaWindowInvalid extends DomainError {
  constructor(earliest: Date) {
    super('SLA_WINDOW_INVALID', 'unprocessable', 'A version cannot begin in the past.', {
      earliest: earliest.toISOString(),
    });
  }
}

/** Cases cannot be put now under what holds only later. */
export class RetargetingTooEarly extends DomainError {
  constructor(validFrom: Date) {
    super(
      'SLA_RETARGETING_TOO_EARLY',
      'unprocessable',
      'Open cases can be put under a policy only when it holds at once.',
      { validFrom: validFrom.toISOString() },
    );
  }
}

export class TooManySlaVersions extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_SLA_VERSIONS', 'conflict', `At most ${atMost} versions can be kept.`, { atMost });
  }
}
