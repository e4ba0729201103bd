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
