import { DomainError } from '#libs/errors';

export class PincodeUnknown extends DomainError {
  constructor(pincode: string) {
    super('PINCODE_UNKNOWN', 'unprocessable', `We do not work at ${pincode} yet.`, { pincode });
  }
}

export class TooManyAddresses extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_ADDRESSES', 'conflict', `At most ${atMost} addresses can be kept. Delete one first.`, {
      atMost,
    });
  }
}
