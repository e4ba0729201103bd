import { DomainError, NotFound } from '#libs/errors';

/** There is none of that name, or it is not the caller's: nobody can tell which. */
export class StreamNotFound extends NotFound {
  constructor(stream: string) {
    super('Stream', stream);
  }
}

export class EventNotFound extends DomainError {
  constructor() {
    super('EVENT_NOT_FOUND', 'not_found', 'Nothing can be asked for by this name.');
  }
}

export class TooManyConnections extends DomainError {
  constructor(limit: number) {
    super(
      'TOO_MANY_CONNECTIONS',
      'too_many_requests',
      'You have too many open connections. Close one, or follow several streams over one socket.',
      { limit, retryAfterSeconds: 10 },
    );
  }
}

export class TooManySubscriptions extends DomainError {
  constructor(limit: number) {
    super('TOO_MANY_SUBSCRIPTIONS', 'too_many_requests', 'This socket follows too many streams.', { limit });
  }
}

export class TooManyMessages extends DomainError {
  constructor(limit: number) {
    super('TOO_MANY_MESSAGES', 'too_many_requests', 'Too many messages. Wait a second.', {
      limit,
      retryAfterSeconds: 1,
    });
  }
}
