import { DomainError } from '#libs/errors';

export class ComplaintViewNameTaken extends DomainError {
  constructor(name: string) {
    super('COMPLAINT_VIEW_NAME_TAKEN', 'conflict', `You have a view "${name}" already.`);
  }
}

export class TooManyComplaintViews extends DomainError {
  constructor(limit: number, whose: string) {
    super('TOO_MANY_COMPLAINT_VIEWS', 'conflict', `At most ${limit} views can be kept ${whose}.`, { limit });
  }
}
