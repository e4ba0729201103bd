// All text messages of a day, codes and notices together, cost no more than this.
import { Injectable } from '@nestjs/common';
import { addDays, Clock, instantAt, localDate } from '#libs/time';
import { Settings } from '../config/settings.js';
import { AttemptsService, type LoginAttempt } from './attempts.service.js';

/** Longer than any day is. */
const window = 2 * 86_400;

@Injectable()
export class TextMessageCapService {
  constructor(
    private readonly attempts: AttemptsService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Counts a message that is about to be sent. Not to be called in a transaction. */
  async take(): Promise<LoginAttempt> {
    const { BUSINESS_TIME_ZONE: zone, SMS_DAILY_LIMIT: most } = this.settings;
    const now = this.clock.now();
    const today = localDate(now, zone);
    const isAllowed =
      most > 0 && (await this.attempts.take(['text-messages', today], { waits: [0], window, most })).allowed;
    const tomorrow = instantAt(addDays(today, 1), 0, zone);
    const untilThen = Math.ceil((tomorrow.getTime() - now.getTime()) / 1_000);
    return { allowed: isAllowed, retryAfterSeconds: isAllowed ? 0 : untilThen };
  }
}
