import { DomainError } from '#libs/errors';

/** Only what was done can be rated. */
export class BookingNotRateable extends DomainError {
  constructor(reference: string, status: string) {
    super(
      'BOOKING_NOT_RATEABLE',
      'conflict',
      `Booking ${reference} is ${status.replaceAll('_', ' ')}: only a completed visit can be rated.`,
      { status },
    );
  }
}

export class ReviewExists extends DomainError {
  constructor() {
    super('REVIEW_EXISTS', 'conflict', 'This visit has been rated. The review can be changed for a week.');
  }
}

export class ReviewNotEditable extends DomainError {
  constructor(reason: 'too_late' | 'hidden', editableUntil?: Date) {
    super(
      'REVIEW_NOT_EDITABLE',
      'conflict',
      reason === 'hidden'
        ? 'This review is hidden and cannot be changed.'
        : 'A review can be changed for a week only.',
      { reason, ...(editableUntil && { editableUntil: editableUntil.toISOString() }) },
    );
  }
}

export class ReviewVisibilityUnchanged extends DomainError {
  constructor(visibility: 'hidden' | 'shown') {
    super('REVIEW_VISIBILITY_UNCHANGED', 'conflict', `This review is ${visibility} already.`, { visibility });
  }
}
