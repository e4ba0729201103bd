import { DomainError } from '#libs/errors';
import { incidentTransitions, type IncidentStatus } from './incident.states.js';

export class IncidentTransitionIllegal extends DomainError {
  constructor(reference: string, from: IncidentStatus, to: IncidentStatus) {
    super(
      'INCIDENT_TRANSITION_ILLEGAL',
      'conflict',
      `Incident ${reference} is ${from} and cannot become ${to}.`,
      {
        from,
        to,
        allowed: incidentTransitions[from],
      },
    );
  }
}

/** Only what is open is worked on. */
export class IncidentNotOpen extends DomainError {
  constructor(reference: string, status: IncidentStatus) {
    super('INCIDENT_NOT_OPEN', 'conflict', `Incident ${reference} is ${status}: nothing is done to it.`, {
      status,
    });
  }
}

/** A complaint is in one open incident at most. */
export class InOtherIncident extends DomainError {
  constructor(complaintId: string) {
    super('IN_OTHER_INCIDENT', 'conflict', 'The complaint is in another open incident.', { complaintId });
  }
}

export class TooManyMembers extends DomainError {
  constructor(limit: number) {
    super('TOO_MANY_MEMBERS', 'conflict', `An incident has at most ${limit} complaints.`, { limit });
  }
}

/** Nobody is a member, or all have got their goodwill already: a customer gets it once for one incident. */
export class NobodyLeft extends DomainError {
  constructor(reference: string) {
    super('NOBODY_LEFT', 'conflict', `In incident ${reference} there is nobody left for that.`);
  }
}

export class GoodwillTooHigh extends DomainError {
  constructor(totalPaise: number, limitPaise: number) {
    super('GOODWILL_TOO_HIGH', 'unprocessable', 'Not more goodwill than that is given for one incident.', {
      totalPaise,
      limitPaise,
    });
  }
}

/** What is above somebody's limit is decided by somebody else. */
export class GoodwillOwnProposal extends DomainError {
  constructor() {
    super('GOODWILL_OWN_PROPOSAL', 'forbidden', 'Somebody other than who proposed it decides.');
  }
}

export class StepDecided extends DomainError {
  constructor(status: string) {
    super('STEP_DECIDED', 'conflict', `It is ${status} already.`, { status });
  }
}
