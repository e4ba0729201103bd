import { DomainError } from '#libs/errors';

/** A page that somebody else has made cannot speak for whoever looks at it. */
export class HostRefused extends DomainError {
  constructor(what: 'Host' | 'Origin') {
    super(
      'HOST_REFUSED',
      'forbidden',
      `The ${what} of this request is none under which this service is reached.`,
      {
        header: what.toLowerCase(),
      },
    );
  }
}

export class ProposalUnknown extends DomainError {
  constructor() {
    super('PROPOSAL_UNKNOWN', 'not_found', 'There is no such proposal of yours.');
  }
}

export class ProposalExpired extends DomainError {
  constructor() {
    super('PROPOSAL_EXPIRED', 'conflict', 'This proposal is too old to be agreed to. Call the tool again.');
  }
}

export class ProposalUnderWay extends DomainError {
  constructor() {
    super('PROPOSAL_UNDER_WAY', 'conflict', 'This is being done at the moment. Ask again.', {
      retryAfterSeconds: 1,
    });
  }
}

/** It was begun, and whoever began it was stopped in the middle. */
export class OutcomeUnknown extends DomainError {
  constructor() {
    super(
      'OUTCOME_UNKNOWN',
      'conflict',
      'It is not known whether this was done. Look at what it was to change before you propose it again.',
    );
  }
}

export class ProposalDeclined extends DomainError {
  constructor() {
    super('DECLINED', 'forbidden', 'The person did not agree. Nothing was done.');
  }
}

export class TooManyProposals extends DomainError {
  constructor(limit: number) {
    super(
      'TOO_MANY_PROPOSALS',
      'too_many_requests',
      `At most ${limit} proposals wait for an answer at once.`,
      {
        limit,
      },
    );
  }
}

export class ToolSetsUnknown extends DomainError {
  constructor(unknown: readonly string[], known: readonly string[]) {
    super(
      'TOOL_SETS_UNKNOWN',
      'invalid',
      'There are no such tool sets for you. Those that there are stand in `known`.',
      {
        unknown: unknown.map((each) => each.slice(0, 100)),
        known,
      },
    );
  }
}
