import { DomainError } from '#libs/errors';

export class FlagExists extends DomainError {
  constructor(key: string) {
    super('FLAG_EXISTS', 'conflict', `There is already a flag ${key}.`, { key });
  }
}

export class RolesUnknown extends DomainError {
  constructor(roles: readonly string[]) {
    super('ROLES_UNKNOWN', 'unprocessable', 'There are no such roles.', { roles });
  }
}

export class TooManyFlags extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_FLAGS', 'conflict', `At most ${atMost} flags can be kept. Delete one first.`, { atMost });
  }
}

export class FeatureOff extends DomainError {
  constructor(feature: string) {
    super('FEATURE_OFF', 'unavailable', 'This is switched off at the moment. Try again later.', { feature });
  }
}
