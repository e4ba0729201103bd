import { DomainError } from '#libs/errors';
import { remedyTransitions, type RemedyStatus } from './remedy.states.js';

export class RemedyTransitionIllegal extends DomainError {
  constructor(from: RemedyStatus, to: RemedyStatus) {
    super('REMEDY_TRANSITION_ILLEGAL', 'conflict', `A remedy that is ${from} cannot become ${to}.`, {
      from,
      to,
      allowed: remedyTransitions[from],
    });
  }
}

/** What is above somebody's limit is decided by somebody else, whatever they may do. */
export class RemedyOwnProposal extends DomainError {
  constructor() {
    super('REMEDY_OWN_PROPOSAL', 'forbidden', 'Somebody other than who proposed it decides.');
  }
}

/** More credit for one visit than anybody may give. */
export class RemedyTooHigh extends DomainError {
  constructor(wantedPaise: number, leftPaise: number) {
    super('REMEDY_TOO_HIGH', 'unprocessable', 'Not more credit than that is given for one visit.', {
      wantedPaise,
      leftPaise,
    });
  }
}

/** One free visit, or one apology, for a complaint; and nothing is repeated where there was no visit. */
export class RemedyNotPossible extends DomainError {
  constructor(reason: 'no_visit' | 'given_already' | 'too_many', detail: string) {
    super('REMEDY_NOT_POSSIBLE', 'conflict', detail, { reason });
  }
}
