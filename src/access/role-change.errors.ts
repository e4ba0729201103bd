import { DomainError } from '#libs/errors';

/** Nobody hands on what they do not hold. */
export class GrantTooWide extends DomainError {
  constructor(missing: readonly string[]) {
    super('GRANT_TOO_WIDE', 'forbidden', 'You cannot grant what you do not hold.', { missing });
  }
}

/** Nobody changes what belongs to people who may do more. */
export class AboveYou extends DomainError {
  constructor(missing: readonly string[]) {
    super('ABOVE_YOU', 'forbidden', 'This takes permissions that you do not hold yourself.', { missing });
  }
}

export class OwnAccount extends DomainError {
  constructor() {
    super('OWN_ACCOUNT', 'conflict', 'Nobody does this to themselves: ask somebody else.');
  }
}

export class LockedOut extends DomainError {
  constructor(lost: readonly string[]) {
    super('LOCKED_OUT', 'conflict', 'You would take from yourself what it takes to put this right.', {
      lost,
    });
  }
}

export class LastSuperAdmin extends DomainError {
  constructor() {
    super('LAST_SUPER_ADMIN', 'conflict', 'There must be somebody left who may do everything.');
  }
}

export class RoleUnknown extends DomainError {
  constructor(role: string) {
    super('ROLE_UNKNOWN', 'unprocessable', 'There is no such role.', { role });
  }
}

/** A built-in role cannot be deleted, and what the highest one may do cannot be changed. */
export class RoleFixed extends DomainError {
  constructor() {
    super('ROLE_FIXED', 'conflict', 'This role belongs to the product.');
  }
}

export class RoleCircle extends DomainError {
  constructor() {
    super('ROLE_CIRCLE', 'conflict', 'A role cannot cover one that covers it.');
  }
}
