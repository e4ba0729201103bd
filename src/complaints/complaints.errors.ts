import { DomainError } from '#libs/errors';
import type { ComplaintStatus } from './complaint.states.js';

const readable = (status: string) => status.replaceAll('_', ' ');

export class ComplaintTransitionIllegal extends DomainError {
  constructor(
    reference: string,
    from: ComplaintStatus,
    to: ComplaintStatus,
    allowed: readonly ComplaintStatus[],
  ) {
    super(
      'COMPLAINT_TRANSITION_ILLEGAL',
      'conflict',
      `Complaint ${reference} is ${readable(from)} and cannot become ${readable(to)}.`,
      { from, to, allowed },
    );
  }
}

/** What has begun is answered by an update: nobody is to find other words than those that were acted upon. */
export class ComplaintNotEditable extends DomainError {
  constructor(reference: string, status: ComplaintStatus) {
    super(
      'COMPLAINT_NOT_EDITABLE',
      'conflict',
      `Complaint ${reference} is ${readable(status)}: it can only be changed before anybody has begun. Add an update instead.`,
      { status },
    );
  }
}

export class ComplaintEnded extends DomainError {
  constructor(reference: string, status: ComplaintStatus, allowed: readonly ComplaintStatus[]) {
    super(
      'COMPLAINT_ENDED',
      'conflict',
      `Complaint ${reference} is ${readable(status)}: nobody works on it any more.`,
      { status, allowed },
    );
  }
}

export class ComplaintNotReopenable extends DomainError {
  constructor(reference: string, status: ComplaintStatus, until: Date | null) {
    super(
      'COMPLAINT_NOT_REOPENABLE',
      'conflict',
      until
        ? `Complaint ${reference} could be reopened within 14 days. File a new one instead.`
        : `Complaint ${reference} is ${readable(status)}: there is nothing to reopen.`,
      { status, ...(until && { until: until.toISOString() }) },
    );
  }
}

export class TooManyComplaints extends DomainError {
  constructor(limit: number) {
    super(
      'TOO_MANY_COMPLAINTS',
      'conflict',
      `At most ${limit} complaints can be open at a time. Add an update to one of them instead.`,
      { limit },
    );
  }
}

export class TooManyComplaintUpdates extends DomainError {
  constructor(limit: number) {
    super('TOO_MANY_COMPLAINT_UPDATES', 'conflict', `A complaint holds at most ${limit} updates.`, {
      limit,
    });
  }
}
