import { DomainError } from '#libs/errors';

export class WebhookUrlRefused extends DomainError {
  /** @param reason a code */
  constructor(reason: string, why: string) {
    super('WEBHOOK_URL_REFUSED', 'unprocessable', `Nothing can be sent to this address. ${why}`, { reason });
  }
}

export class EventTypesUnknown extends DomainError {
  constructor(events: readonly string[]) {
    super('EVENT_TYPES_UNKNOWN', 'unprocessable', 'There are no such events. Ask for the event types.', {
      events,
    });
  }
}

export class TooManyWebhooks extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_WEBHOOKS', 'conflict', `At most ${atMost} endpoints can be kept. Delete one first.`, {
      atMost,
    });
  }
}

export class NothingToRecover extends DomainError {
  constructor() {
    super('SINCE_IN_FUTURE', 'invalid', 'Nothing has happened since then: `since` is not over yet.');
  }
}

export class WebhookIsDisabled extends DomainError {
  constructor() {
    super('WEBHOOK_DISABLED', 'conflict', 'Nothing is sent to this endpoint. Enable it first.');
  }
}
