import { DomainError } from '#libs/errors';

/** One answer for an unknown customer, a wrong password and a closed account. */
export class LoginFailed extends DomainError {
  constructor() {
    super('LOGIN_FAILED', 'unauthenticated', 'E-mail, phone or password is wrong.');
  }
}

/** The same for identifiers that nobody has. */
export class LoginLocked extends DomainError {
  constructor(retryAfterSeconds: number) {
    super('LOGIN_LOCKED', 'too_many_requests', 'Too many attempts to log in. Try again later.', {
      retryAfterSeconds,
    });
  }
}

export class AlreadyRegistered extends DomainError {
  constructor(what: 'email' | 'phone') {
    super('ALREADY_REGISTERED', 'conflict', `There is already an account with this ${what}.`, {
      field: what,
    });
  }
}

export class WeakPassword extends DomainError {
  constructor(reasons: readonly string[]) {
    super('WEAK_PASSWORD', 'invalid', 'This password is too easy to guess.', { reasons });
  }
}

/** One answer for what is unknown, used, expired, or was sent to an address that is no longer theirs. */
export class LinkRefused extends DomainError {
  constructor() {
    super('LINK_REFUSED', 'invalid', 'This link does not work any more. Ask for a new one.');
  }
}

/** The same for a code that nobody was sent. */
export class CodeRefused extends DomainError {
  constructor() {
    super('CODE_REFUSED', 'invalid', 'This code is wrong or does not work any more. Ask for a new one.');
  }
}

export class NothingToVerify extends DomainError {
  constructor(what: 'email' | 'phone') {
    super('NOTHING_TO_VERIFY', 'conflict', `There is no ${what} in the profile that is not verified yet.`, {
      field: what,
    });
  }
}

export class SentTooOften extends DomainError {
  constructor(retryAfterSeconds: number) {
    super('SENT_TOO_OFTEN', 'too_many_requests', 'One has just been sent. Ask for another one later.', {
      retryAfterSeconds,
    });
  }
}
