import { DomainError } from '#libs/errors';

export interface ServedPincode {
  code: string;
  area: string;
  city: string;
}

/** The service is not offered at that pincode, known or not. Carries where it is offered: the closest pincodes and the cities. */
export class NotServed extends DomainError {
  constructor(pincode: string, nearest: readonly ServedPincode[], cities: readonly string[]) {
    super('PINCODE_NOT_SERVED', 'unprocessable', `This service is not offered at ${pincode}.`, {
      pincode,
      nearest,
      cities,
    });
  }
}

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

/** Nothing is sold, nor has a price, for a time that is over. */
export class StartInPast extends DomainError {
  constructor() {
    super('START_IN_PAST', 'unprocessable', 'This time is over.');
  }
}
