import { DomainError } from '#libs/errors';

export class ScopeNotHeld extends DomainError {
  constructor(scopes: readonly string[]) {
    super('SCOPE_NOT_HELD', 'forbidden', 'A key may not do what its owner may not do.', { scopes });
  }
}

export class LimitTooHigh extends DomainError {
  constructor(atMost: number) {
    super('LIMIT_TOO_HIGH', 'unprocessable', `A key may make at most ${atMost} requests a minute.`, {
      atMost,
    });
  }
}

export class TooManyApiKeys extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_API_KEYS', 'conflict', `At most ${atMost} keys can be in use. Revoke one first.`, {
      atMost,
    });
  }
}

export class ApiKeyDead extends DomainError {
  constructor() {
    super('API_KEY_DEAD', 'conflict', 'This key has expired or was revoked. Make a new one.');
  }
}
