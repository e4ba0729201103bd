// How often a password or code of one staff member may be guessed.
import {
  AttemptsService,
  callerNetwork,
  type AttemptKey,
  type AttemptPolicy,
} from '../sessions/attempts.service.js';
import { StaffLoginLocked } from './staff.errors.js';

/** Five tries are free; then one has to wait, longer each time, a quarter of an hour at most. */
const fromOnePlace: AttemptPolicy = { waits: [0, 0, 0, 0, 60, 120, 240, 480, 900], window: 86_400 };
/** Against many machines that guess together. High, so that a stranger cannot easily lock somebody out. */
const fromEverywhere: AttemptPolicy = { waits: [0], window: 3_600, most: 50 };

/**
 * Counts a guess before it is made; {@link clear} once it was right. E-mail addresses that nobody has are counted alike.
 * Not to be called in a transaction.
 */
export class LoginAttempts {
  private readonly here: AttemptKey;
  private readonly anywhere: AttemptKey;

  /** @param email lower case */
  constructor(
    private readonly attempts: AttemptsService,
    email: string,
  ) {
    this.here = ['staff-login', email, callerNetwork()];
    this.anywhere = ['staff-login', email];
  }

  /** @throws StaffLoginLocked, even for a right password: who guesses must not learn that it was */
  async take(): Promise<void> {
    const here = await this.attempts.take(this.here, fromOnePlace);
    const anywhere = here.allowed ? await this.attempts.take(this.anywhere, fromEverywhere) : here;
    if (!anywhere.allowed) throw new StaffLoginLocked(anywhere.retryAfterSeconds);
  }

  clear(): Promise<void> {
    return this.attempts.clear(this.here, this.anywhere);
  }
}
