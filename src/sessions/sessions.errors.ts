import { DomainError } from '#libs/errors';

export class RefreshRefused extends DomainError {
  constructor() {
    super('REFRESH_REFUSED', 'unauthenticated', 'This refresh token cannot be used. Log in again.');
  }
}

export class TooManySessions extends DomainError {
  constructor(limit: number) {
    super('TOO_MANY_SESSIONS', 'conflict', 'This account is logged in too often. Log out elsewhere first.', {
      limit,
    });
  }
}

/** Of somebody who is signed in: not a 401, which would tell their program to throw the tokens away. */
export class PasswordWrong extends DomainError {
  constructor() {
    super('PASSWORD_WRONG', 'forbidden', 'This is not the password of the account.');
  }
}

export class CsrfRefused extends DomainError {
  constructor() {
    super(
      'CSRF_REFUSED',
      'forbidden',
      'With a session cookie a change takes the header x-csrf-token, from a page of this site.',
    );
  }
}

export class SigningKeyWaiting extends DomainError {
  constructor(kid: string, activatesAt: Date) {
    super('SIGNING_KEY_WAITING', 'conflict', 'The key of the last rotation does not sign yet.', {
      kid,
      activatesAt: activatesAt.toISOString(),
    });
  }
}
