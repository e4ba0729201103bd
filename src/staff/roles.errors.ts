import { DomainError } from '#libs/errors';

export class RoleExists extends DomainError {
  constructor(role: string) {
    super('ROLE_EXISTS', 'conflict', 'There is a role of this name already.', { role });
  }
}

export class RoleInUse extends DomainError {
  constructor() {
    super('ROLE_IN_USE', 'conflict', 'Somebody has this role, or another role covers it.');
  }
}
