import { DomainError } from '#libs/errors';

/** Nobody has registered whose such things are. */
export class ObjectTypeUnknown extends DomainError {
  constructor(known: readonly string[]) {
    super('OBJECT_TYPE_UNKNOWN', 'invalid', 'Nothing of this type has an owner.', { known });
  }
}
