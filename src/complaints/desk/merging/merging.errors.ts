import { DomainError } from '#libs/errors';
import type { ComplaintStatus } from '../../complaint.states.js';

export class ComplaintsNotMergeable extends DomainError {
  constructor(why: string) {
    super('COMPLAINTS_NOT_MERGEABLE', 'unprocessable', `These complaints cannot be merged: ${why}.`);
  }
}

export class ComplaintNotMerged extends DomainError {
  constructor(reference: string, status: ComplaintStatus) {
    super('COMPLAINT_NOT_MERGED', 'conflict', `Complaint ${reference} is not merged into another one.`, {
      status,
    });
  }
}

export class ComplaintUpdatesUnknown extends DomainError {
  constructor(ids: readonly string[]) {
    super('COMPLAINT_UPDATES_UNKNOWN', 'unprocessable', 'The complaint has no such updates.', {
      ids: [...ids],
    });
  }
}
