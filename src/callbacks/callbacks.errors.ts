import { DomainError } from '#libs/errors';

export class CallbackClosed extends DomainError {
  constructor(reference: string, status: string) {
    super('CALLBACK_CLOSED', 'conflict', `Callback ${reference} is ${status} already.`, { status });
  }
}

export class CallbackWindowOver extends DomainError {
  constructor(windowTo: Date) {
    super('CALLBACK_WINDOW_OVER', 'unprocessable', 'That time is over. Choose a later one.', {
      windowTo: windowTo.toISOString(),
    });
  }
}

export class CallbackPhoneUnverified extends DomainError {
  constructor() {
    super(
      'CALLBACK_PHONE_UNVERIFIED',
      'conflict',
      'We call only a phone number of the account that has been verified.',
    );
  }
}
