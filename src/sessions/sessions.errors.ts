import { DomainError } from '#libs/errors';

export class RefreshRefused extends DomainError {
  constructor() {
    super('REFRESH_REFUSED', 'unauthenticated', 'This refresh token cannot be used. Log in again.');
  }
}
