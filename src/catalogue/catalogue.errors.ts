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

/** Nothing is sold, nor has a price, for a time that is over. */
export class StartInPast extends DomainError {
  constructor() {
    super('START_IN_PAST', 'unprocessable', 'This time is over.');
  }
}
