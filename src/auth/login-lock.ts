// How often a password may be guessed. Identifiers that nobody has are counted like all others.
import { Injectable } from '@nestjs/common';
import {
  AttemptsService,
  callerNetwork,
  type AttemptKey,
  type AttemptPolicy,
} from '../sessions/attempts.service.js';
import { LoginLocked } from './auth.errors.js';

/** Five tries; then one has to wait, longer after each further one, a quarter of an hour at most. */
const fromOneNetwork: AttemptPolicy = { waits: [0, 0, 0, 0, 60, 120, 240, 480, 900], window: 86_400 };
/** Against many machines that guess together. High, so that a stranger cannot cheaply lock somebody out of their account. */
const fromEverywhere: AttemptPolicy = { waits: [0], window: 3_600, most: 50 };

@Injectable()
export class LoginLock {
  constructor(private readonly attempts: AttemptsService) {}

  /**
   * Counts a guess before it is made. Not to be called in a transaction.
   * @param identifier as it is kept: lower case, or +91 and ten digits
   * @returns seconds for which the next guess is locked out, unless this one is right
   * @throws LoginLocked even for the right password: who guesses must not learn that it was
   */
  async take(identifier: string): Promise<number> {
    const here = await this.attempts.take(ofNetwork(identifier), fromOneNetwork);
    if (!here.allowed) throw new LoginLocked(here.retryAfterSeconds);
    // Only what was not refused above counts here: one network alone cannot use this up.
    const anywhere = await this.attempts.take(ofAll(identifier), fromEverywhere);
    if (!anywhere.allowed) throw new LoginLocked(anywhere.retryAfterSeconds);
    return Math.max(here.retryAfterSeconds, anywhere.retryAfterSeconds);
  }

  /** They have proven who they are. */
  async clear(...identifiers: readonly string[]): Promise<void> {
    await this.attempts.clear(...identifiers.flatMap((each) => [ofNetwork(each), ofAll(each)]));
  }
}

const ofNetwork = (identifier: string): AttemptKey => ['login', identifier, callerNetwork()];
const ofAll = (identifier: string): AttemptKey => ['login', identifier];
