import { Inject, Injectable, Logger } from '@nestjs/common';
import { MailOutbox } from '#libs/mail';

export interface TextMessage {
  /** + and digits (E.164). */
  to: string;
  /** Id of whom it is for: where it stays with us, it is found by it. */
  person?: string;
  /** Of 70 characters outside of ASCII, or 160 inside, it costs one message. */
  text: string;
}

/** Whoever carries text messages: one for each provider. */
export interface SmsCarrier {
  readonly name: string;
  /**
   * Resolves when it was taken over.
   * @param id the same at every try, for providers that take a message once
   * @throws SmsRefused, or another error when it may be tried again
   */
  carry(sms: TextMessage, id: string): Promise<void>;
}

/** The message will never be taken for this number. */
export class SmsRefused extends Error {
  override readonly name = 'SmsRefused';

  constructor() {
    super('A text message was refused.');
  }
}

/** To inject the list of {@link SmsCarrier}s, in the order in which they are asked. */
export const SMS_CARRIERS = Symbol('SmsCarriers');

/** Where nobody carries them: they can be read in the outbox. */
@Injectable()
export class OutboxSmsCarrier implements SmsCarrier {
  readonly name = 'outbox';

  constructor(private readonly outbox: MailOutbox) {}

  carry({ to, person, text }: TextMessage): Promise<void> {
    return this.outbox.keep({ channel: 'sms', to, person, text });
  }
}

@Injectable()
export class SmsSender {
  private readonly logger = new Logger('SmsSender');

  constructor(@Inject(SMS_CARRIERS) private readonly carriers: readonly SmsCarrier[]) {}

  /**
   * Hands it over, once: whoever sends it is a job that tries again. Neither number nor text is logged.
   * @param id of what is sent, the same at every try
   * @returns who took it
   * @throws SmsRefused when nobody ever will, or the error of the last one that was asked
   */
  async deliver(sms: TextMessage, id: string): Promise<string> {
    let failure: unknown = new Error('Nobody carries text messages.');
    for (const carrier of this.carriers) {
      try {
        await carrier.carry(sms, id);
        return carrier.name;
      } catch (error) {
        if (error instanceof SmsRefused) throw error;
        failure = error;
        const { code } = Object(error) as { code?: string };
        this.logger.warn({ carrier: carrier.name, code }, 'a text message was not taken');
      }
    }
    throw failure;
  }
}
