// Nobody is flooded with mails and messages in our name, and nobody runs up our bill for them.
import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { AttemptsService, callerNetwork, type AttemptPolicy } from '../sessions/attempts.service.js';
import { TextMessageCapService } from '../sessions/text-message-cap.service.js';
import { SendRefused } from './auth.errors.js';
import type { TokenPurpose } from './one-time-token.entity.js';

export type SendChannel = 'mail' | 'sms';

const growing = [30, 60, 120, 240, 480, 900];
const day = 86_400;
const hour = 3_600;

/** To one address or number, for one purpose. */
const toOne: Readonly<Record<SendChannel, AttemptPolicy>> = {
  mail: { waits: growing, window: day, most: 10 },
  sms: { waits: growing, window: day, most: 6 },
};

@Injectable()
export class SendLimits {
  /** From one network, to whomever: pumping needs many numbers. High, because a network may be a mobile carrier's. */
  private readonly fromOne: Readonly<Record<SendChannel, AttemptPolicy>>;

  constructor(
    private readonly attempts: AttemptsService,
    private readonly cap: TextMessageCapService,
    { MAILS_PER_NETWORK: mails, TEXT_MESSAGES_PER_NETWORK: texts }: Settings,
  ) {
    const perHour = (most: number) => ({ waits: [0], window: hour, most });
    this.fromOne = { mail: perHour(mails), sms: perHour(texts) };
  }

  /**
   * Counts a message that is about to be sent: of any number that are asked for at once, one is. Not to be called in a transaction.
   * @returns seconds until another one may be sent there from here
   * @throws SendRefused
   */
  async take(
    channel: SendChannel,
    purpose: TokenPurpose | 'reset' | 'reopen',
    destination: string,
  ): Promise<number> {
    const here = await this.attempts.take(['send-from', channel, callerNetwork()], this.fromOne[channel]);
    if (!here.allowed) throw new SendRefused('NETWORK_SENT_TOO_OFTEN', here.retryAfterSeconds);
    // Only what was not refused above counts here: nobody is kept from their mails by those that were never sent.
    const there = await this.attempts.take(['send', channel, purpose, destination], toOne[channel]);
    if (!there.allowed) throw new SendRefused('SENT_TOO_OFTEN', there.retryAfterSeconds);
    await this.takeOfToday(channel);
    return Math.max(here.retryAfterSeconds, there.retryAfterSeconds);
  }

  /**
   * Counts one more to where something is being sent already.
   * @throws SendRefused: whoever uses the whole day up keeps everybody from their codes; that is loud, and costs less than sending them
   */
  async takeOfToday(channel: SendChannel): Promise<void> {
    const today = channel === 'sms' ? await this.cap.take() : undefined;
    if (today?.allowed === false) throw new SendRefused('TEXT_MESSAGES_USED_UP', today.retryAfterSeconds);
  }
}
