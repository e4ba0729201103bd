import { DomainError } from '#libs/errors';

export class TooManyPhotographs extends DomainError {
  constructor(limit: number) {
    super('TOO_MANY_PHOTOGRAPHS', 'conflict', `A booking has at most ${limit} photographs.`, { limit });
  }
}
