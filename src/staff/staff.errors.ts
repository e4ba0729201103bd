import { DomainError } from '#libs/errors';

/** One answer for nobody, a wrong password, and somebody who waits for approval, is suspended or has left. */
export class StaffLoginFailed extends DomainError {
  constructor() {
    super('LOGIN_FAILED', 'unauthenticated', 'E-mail or password is wrong, or the account cannot be used.');
  }
}

export class StaffLoginLocked extends DomainError {
  constructor(retryAfterSeconds: number) {
    super('LOGIN_LOCKED', 'too_many_requests', 'Too many attempts. Try again later.', { retryAfterSeconds });
  }
}

/** Only after the right password. */
export class SecondFactorNeeded extends DomainError {
  constructor() {
    super('SECOND_FACTOR_NEEDED', 'unauthenticated', 'Send the code of your authenticator app as well.');
  }
}

export class SecondFactorWrong extends DomainError {
  constructor() {
    super('SECOND_FACTOR_WRONG', 'unauthenticated', 'This code is wrong or has been used.');
  }
}

const fieldNames = { password: 'password', code: 'code', recoveryCode: 'recovery code' };

/** Of somebody who is signed in: not a 401, which would tell their program to throw the tokens away. */
export class ProofWrong extends DomainError {
  constructor(field: 'password' | 'code' | 'recoveryCode') {
    super('PROOF_WRONG', 'invalid', `The ${fieldNames[field]} is wrong.`, { field });
  }
}

export class SecondFactorState extends DomainError {
  constructor(
    detail: 'It is on already: turn it off first.' | 'It is not on.' | 'Begin anew: nothing to confirm.',
  ) {
    super('SECOND_FACTOR_STATE', 'conflict', detail);
  }
}

export class StaffAlreadyRegistered extends DomainError {
  constructor() {
    super('ALREADY_REGISTERED', 'conflict', 'There is already an account with this e-mail.', {
      field: 'email',
    });
  }
}

export class StaffPasswordWeak extends DomainError {
  constructor(reasons: readonly string[]) {
    super('WEAK_PASSWORD', 'invalid', 'This password is too easy to guess.', { reasons });
  }
}

export class PasswordLinkInvalid extends DomainError {
  constructor() {
    super('PASSWORD_LINK_INVALID', 'invalid', 'This link has expired or has been used. Ask for a new one.');
  }
}

export class StaffStatusConflict extends DomainError {
  constructor(status: string) {
    super('STAFF_STATUS', 'conflict', `This cannot be done to somebody who is ${status}.`, { status });
  }
}
