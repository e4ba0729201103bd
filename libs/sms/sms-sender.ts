import { Injectable } from '@nestjs/common';
import { Background } from '#libs/background';
import { Outbox } from '#libs/mail';

export interface Sms {
  /** + and digits (E.164). */
  to: string;
  /** Of 70 characters outside of ASCII, or 160 inside, it costs one message. */
  text: string;
}

/** Whoever carries text messages. What is put in its place must keep the promise of {@link send}. */
export abstract class SmsSender {
  /** Sends it in the background. Never throws and never waits; neither number nor text is logged. */
  abstract send(sms: Sms): void;
}

/** Where nobody carries them: they can be read in the outbox. */
@Injectable()
export class OutboxSmsSender extends SmsSender {
  constructor(
    private readonly background: Background,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  override send({ to, text }: Sms): void {
    this.background.run('sms', () => this.outbox.keep({ channel: 'sms', to, text }));
  }
}
