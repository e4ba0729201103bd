import { DomainError } from '#libs/errors';

export class AttributeUnknown extends DomainError {
  constructor(code: string, offered: readonly string[]) {
    super('ATTRIBUTE_UNKNOWN', 'unprocessable', 'This service does not come with that attribute.', {
      attribute: code,
      offered,
    });
  }
}

export class AttributesExclusive extends DomainError {
  constructor(group: string, chosen: readonly string[]) {
    super(
      'ATTRIBUTES_EXCLUSIVE',
      'unprocessable',
      `Only one attribute of the group ${group} can be chosen.`,
      {
        group,
        chosen,
      },
    );
  }
}

export class QuantityNotAllowed extends DomainError {
  constructor(service: string) {
    super(
      'QUANTITY_NOT_ALLOWED',
      'unprocessable',
      `${service} is booked once at a time: the quantity must be 1.`,
    );
  }
}
