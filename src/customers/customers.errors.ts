import { DomainError } from '#libs/errors';
import type { OpenCommitment } from '#libs/personal-data';

export class IllegalAccountChange extends DomainError {
  constructor(from: string, to: string) {
    super('ILLEGAL_ACCOUNT_CHANGE', 'conflict', `An account that is ${from} cannot become ${to}.`, {
      from,
      to,
    });
  }
}

export class ContactTaken extends DomainError {
  constructor(field: 'email' | 'phone') {
    super('CONTACT_TAKEN', 'conflict', `There is already an account with this ${field}.`, { field });
  }
}

/** Without it whoever has a token for a moment could have the account for good. */
export class PasswordNeeded extends DomainError {
  constructor() {
    super(
      'PASSWORD_NEEDED',
      'forbidden',
      'Another e-mail address or phone number takes the current password: send it as `password`.',
    );
  }
}

export class TooManyGuesses extends DomainError {
  constructor(retryAfterSeconds: number) {
    super('TOO_MANY_GUESSES', 'too_many_requests', 'The password was wrong too often. Try again later.', {
      retryAfterSeconds,
    });
  }
}

/** @see OpenCommitment */
export class AccountInUse extends DomainError {
  constructor(commitments: readonly OpenCommitment[]) {
    super(
      'ACCOUNT_IN_USE',
      'conflict',
      'Something is still under way. Wait for its end, or cancel it first.',
      {
        commitments,
      },
    );
  }
}

/** Not an image that we take, or a broken one. */
export class AvatarInvalid extends DomainError {
  constructor(detail: string) {
    super('AVATAR_INVALID', 'invalid', detail);
  }
}
