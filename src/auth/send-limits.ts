// Nobody is flooded with mails and messages in our name, and nobody runs up our bill for them.
import { Injectable } from '@nestjs/common';
import { AttemptsService, callerNetwork, type AttemptPolicy } from '../sessions/attempts.service.js';
import { TextMessageCap } from '../sessions/text-message-cap.service.js';
import { SentTooOften } from './auth.errors.js';
import type { Purpose } from './one-time-token.entity.js';

export type Channel = 'mail' | 'sms';

const growing = [30, 60, 120, 240, 480, 900];
const day = 86_400;
const hour = 3_600;

/** To one address or number, for one purpose. */
const toOne: Readonly<Record<Channel, AttemptPolicy>> = {
  mail: { waits: growing, window: day, most: 10 },
  sms: { waits: growing, window: day, most: 6 },
};
/** From one network, to whomever: pumping needs many numbers. A household or a small office registers fewer people an hour. */
const fromOne: Readonly<Record<Channel, AttemptPolicy>> = {
  mail: { waits: [0], window: hour, most: 30 },
  sms: { waits: [0], window: hour, most: 10 },
};

@Injectable()
export class SendLimits {
  constructor(
    private readonly attempts: AttemptsService,
    private readonly cap: TextMessageCap,
  ) {}

  /**
   * Counts a message that is about to be sent: of any number that are asked for at once, one is. Not to be called in a transaction.
   * @returns seconds until another one may be sent there from here
   * @throws SentTooOften
   */
  async take(channel: Channel, purpose: Purpose | 'reset', destination: string): Promise<number> {
    const here = await this.attempts.take(['send-from', channel, callerNetwork()], fromOne[channel]);
    if (!here.allowed) throw new SentTooOften(here.retryAfterSeconds);
    // Only what was not refused above counts here: nobody is kept from their mails by those that were never sent.
    const there = await this.attempts.take(['send', channel, purpose, destination], toOne[channel]);
    if (!there.allowed) throw new SentTooOften(there.retryAfterSeconds);
    // Whoever uses the whole day up keeps everybody from their codes: that is loud, and costs less than sending them.
    const today = channel === 'sms' ? await this.cap.take() : there;
    if (!today.allowed) throw new SentTooOften(today.retryAfterSeconds);
    return Math.max(here.retryAfterSeconds, there.retryAfterSeconds);
  }
}
