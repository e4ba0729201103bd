import { DomainError } from '#libs/errors';

export class Unauthenticated extends DomainError {
  constructor(detail = 'A valid access token is needed.') {
    super('UNAUTHENTICATED', 'unauthenticated', detail);
  }
}

export class Forbidden extends DomainError {
  constructor(requirement: string) {
    super('FORBIDDEN', 'forbidden', 'You may not do this.', { requires: requirement });
  }
}
