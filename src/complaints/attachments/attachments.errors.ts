import { DomainError } from '#libs/errors';

export class AttachmentInvalid extends DomainError {
  constructor() {
    super(
      'ATTACHMENT_INVALID',
      'invalid',
      'Send a PNG, JPEG or WebP picture, or a PDF, as the file of the form.',
    );
  }
}

export class TooManyAttachments extends DomainError {
  constructor(limit: number) {
    super('TOO_MANY_ATTACHMENTS', 'conflict', `A complaint holds at most ${limit} files. Delete one first.`, {
      limit,
    });
  }
}

export class TooManyAttachmentsToday extends DomainError {
  constructor(limit: number) {
    super(
      'TOO_MANY_ATTACHMENTS_TODAY',
      'conflict',
      `At most ${limit} files can be added within 24 hours. Add the others tomorrow.`,
      { limit },
    );
  }
}
