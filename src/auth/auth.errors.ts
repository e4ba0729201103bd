import { DomainError } from '#libs/errors';
import type { ContactField } from '../customers/customer.entity.js';

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

/** The same for an account that is open and one that was closed: only who reads what is sent there learns which. */
export class AlreadyRegistered extends DomainError {
  constructor(readonly what: ContactField) {
    const sent = what === 'email' ? 'a link' : 'a code';
    super(
      'ALREADY_REGISTERED',
      'conflict',
      `There is already an account with this ${what}. If it is yours and you have closed it, ${sent} to open it again is sent there.`,
      { field: what },
    );
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

const sendRefusals = {
  SENT_TOO_OFTEN: 'Enough of these have been sent there for now. Ask for another one later.',
  NETWORK_SENT_TOO_OFTEN:
    'Too many links and codes were asked for from your network. Try again later, or from another network.',
  TEXT_MESSAGES_USED_UP: 'No more text messages can be sent today. Try again tomorrow, or by e-mail.',
};

/** Nothing was sent: too much to that destination, from that network, or by text message to everybody together. */
export class SendRefused extends DomainError {
  constructor(
    code: keyof typeof sendRefusals,
    readonly retryAfterSeconds: number,
  ) {
    super(code, 'too_many_requests', sendRefusals[code], { retryAfterSeconds });
  }
}
