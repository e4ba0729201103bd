import { DomainError } from '#libs/errors';

/** One answer for an unknown customer, a wrong password and a closed account. */
export class LoginFailed extends DomainError {
  constructor() {
    super('LOGIN_FAILED', 'unauthenticated', 'E-mail, phone or password is wrong.');
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
