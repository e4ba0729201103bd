import { DomainError } from '#libs/errors';

/** Of RFC 6749 (sections 4.1.2.1 and 5.2), RFC 7591 and RFC 8707. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata'
  | 'access_denied'
  | 'temporarily_unavailable';

/** What a client is told in the words of OAuth instead of a problem document. The description is for its programmers. */
export class OAuthRefusal extends Error {
  constructor(
    readonly error: OAuthErrorCode,
    readonly description: string,
  ) {
    super(`${error}: ${description}`);
    this.name = new.target.name;
  }
}

/**
 * A request for consent that is not shown to the person as one. Nobody is sent on by themselves: whoever makes a link with a request that
 * must fail could use us to lead people anywhere (RFC 9700, section 4.11.2).
 */
export class AuthorizationRefused extends Error {
  /** @param back where the app waits for the answer, with the answer; undefined where the app is not known */
  constructor(
    readonly refusal: OAuthRefusal,
    readonly back?: string,
  ) {
    super(refusal.message);
    this.name = new.target.name;
  }
}

/** What the page holds is not ours, too old, or what it asks for has changed meanwhile. */
export class ConsentStale extends DomainError {
  constructor() {
    super(
      'CONSENT_STALE',
      'conflict',
      'This request is too old, or the app has changed meanwhile. Begin again from the app.',
    );
  }
}

export class NothingToConsent extends DomainError {
  constructor() {
    super('NOTHING_TO_CONSENT', 'forbidden', 'You may do nothing of what the app asks for.');
  }
}

/** Too many apps were registered that nobody has connected. */
export class TooManyClients extends DomainError {
  constructor(retryAfterSeconds: number) {
    super('TOO_MANY_CLIENTS', 'too_many_requests', 'Too many apps were registered. Try again later.', {
      retryAfterSeconds,
    });
  }
}
