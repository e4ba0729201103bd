/**
 * What went wrong, in the caller's terms. One table maps a kind to an HTTP status (libs/http) and to a tool refusal (libs/tools).
 * A domain error is an answer, not a failure: it is not reported.
 */
export type ErrorKind =
  | 'invalid' // the input cannot be what it should be, in a way that the schema cannot express
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found' // absent, or another customer's: the caller cannot tell which
  | 'conflict' // the state of the world forbids it now
  | 'stale' // the caller acted on an outdated version
  | 'unprocessable' // well-formed, but not what is offered or allowed here, or not what this key was used for
  | 'too_many_requests'
  | 'unavailable'; // a thing we depend on is away: try again

export class DomainError extends Error {
  /**
   * @param code stable, SCREAMING_SNAKE, part of the API
   * @param detail a sentence for a person
   * @param data machine-readable facts that help the caller to go on (alternatives, limits); never secrets
   */
  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    readonly detail: string,
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = new.target.name;
  }
}

/** `what` ('Booking', 'Service') with that id is not there for this caller. */
export class NotFound extends DomainError {
  constructor(what: string, id: string) {
    super(`${what.toUpperCase().replaceAll(' ', '_')}_NOT_FOUND`, 'not_found', `${what} not found.`, { id });
  }
}
