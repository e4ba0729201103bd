import { DomainError } from '#libs/errors';

/** One caller asks for more at once than is done for one caller at once, and has waited, or more than may wait. */
export class TooManyAtOnce extends DomainError {
  constructor() {
    super(
      'TOO_MANY_AT_ONCE',
      'too_many_requests',
      'Too many requests of yours are under way. Wait for their answers.',
      { retryAfterSeconds: 1 },
    );
  }
}

/** All callers together ask for more than can be done. */
export class RequestsOverloaded extends DomainError {
  constructor() {
    super('OVERLOADED', 'unavailable', 'More is asked for than can be done at the moment. Try again.', {
      retryAfterSeconds: 2,
    });
  }
}
