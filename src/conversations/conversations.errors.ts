import { DomainError } from '#libs/errors';

export class TurnInProgress extends DomainError {
  constructor() {
    super(
      'TURN_IN_PROGRESS',
      'unavailable',
      'The message before this one is still being answered. Try again in a moment.',
    );
  }
}

export class ConversationTooLong extends DomainError {
  constructor(atMostBytes: number) {
    super(
      'CONVERSATION_TOO_LONG',
      'unprocessable',
      'The conversation is too long to be exported as one file.',
      {
        atMostBytes,
      },
    );
  }
}

export class MessageNotRateable extends DomainError {
  constructor(role: string) {
    super('MESSAGE_NOT_RATEABLE', 'unprocessable', 'Only answers of the desk can be rated.', { role });
  }
}
