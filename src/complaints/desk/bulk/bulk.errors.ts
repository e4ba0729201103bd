import { DomainError } from '#libs/errors';

export class NothingToChange extends DomainError {
  constructor() {
    super('NO_COMPLAINTS_IN_VIEW', 'unprocessable', 'The view finds no complaints now.');
  }
}
