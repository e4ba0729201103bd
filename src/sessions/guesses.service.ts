// How often a password, or what replaces it, may be guessed: one rule for customers and staff.
import { Injectable } from '@nestjs/common';
import {
  AttemptsService,
  callerNetwork,
  type LoginAttempt,
  type AttemptKey,
  type AttemptPolicy,
} from './attempts.service.js';

/** Five tries are free; then one has to wait, longer after each further one, a quarter of an hour at most. */
export const fewGuesses: AttemptPolicy = { waits: [0, 0, 0, 0, 60, 120, 240, 480, 900], window: 86_400 };
/** Against many machines that guess together. High, so that a stranger cannot cheaply lock somebody out of their account. */
const fromEverywhere: AttemptPolicy = { waits: [0], window: 3_600, most: 50 };

@Injectable()
export class GuessesService {
  constructor(private readonly attempts: AttemptsService) {}

  /**
   * Counts a guess before it is made, for the network that it comes from and for all together. Not to be called in a transaction.
   * @param purpose a constant of the program, such as `login`
   * @param whose a name that somebody logs in with, or the id of an account
   */
  async take(purpose: string, whose: string): Promise<LoginAttempt> {
    const here = await this.attempts.take(fromHere(purpose, whose), fewGuesses);
    if (!here.allowed) return here;
    // Only what was not refused above counts here: one network alone cannot use this up.
    const anywhere = await this.attempts.take(fromAll(purpose, whose), fromEverywhere);
    if (!anywhere.allowed) return anywhere;
    return { allowed: true, retryAfterSeconds: Math.max(here.retryAfterSeconds, anywhere.retryAfterSeconds) };
  }

  /** They have proven who they are. */
  clear(purpose: string, ...whose: readonly string[]): Promise<void> {
    return this.attempts.clear(...whose.flatMap((each) => [fromHere(purpose, each), fromAll(purpose, each)]));
  }
}

const fromHere = (purpose: string, whose: string): AttemptKey => [purpose, whose, callerNetwork()];
const fromAll = (purpose: string, whose: string): AttemptKey => [purpose, whose];
