import { DomainError } from '#libs/errors';

export class KnowledgeValidityInvalid extends DomainError {
  constructor() {
    super('KNOWLEDGE_VALIDITY_INVALID', 'unprocessable', 'A document must be in force before it ends.');
  }
}

export class KnowledgeVersionsOverlap extends DomainError {
  constructor(version: number) {
    super(
      'KNOWLEDGE_VERSIONS_OVERLAP',
      'conflict',
      `Version ${version} would be in force at the same time, or begins later. Change or delete that one first.`,
      { version },
    );
  }
}

export class TooManyUploads extends DomainError {
  constructor(most: number) {
    super(
      'TOO_MANY_UPLOADS',
      'conflict',
      `${most} uploads are waiting to be read. Wait until some are done.`,
      { most },
    );
  }
}

/** It was deleted, or has waited for too long. */
export class KnowledgeUploadGone extends DomainError {
  constructor() {
    super('KNOWLEDGE_UPLOAD_GONE', 'conflict', 'The upload is no longer there. Send the document again.');
  }
}

export class KnowledgeTooScattered extends DomainError {
  constructor(most: number) {
    super(
      'KNOWLEDGE_TOO_SCATTERED',
      'unprocessable',
      `The document falls into more than ${most} pieces: it has very many headings, or is very long. Split it.`,
      { most },
    );
  }
}
