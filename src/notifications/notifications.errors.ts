import { DomainError } from '#libs/errors';

export class ChannelLocked extends DomainError {
  constructor(kind: string, channel: string) {
    super('WAY_LOCKED', 'unprocessable', 'This cannot be switched off: it protects your account.', {
      kind,
      channel,
    });
  }
}

export class PushServiceRefused extends DomainError {
  constructor() {
    super('PUSH_SERVICE_REFUSED', 'unprocessable', 'This is not the address of a push service.');
  }
}
