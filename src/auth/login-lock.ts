// How often a password, and the code that replaces it, may be guessed. Identifiers that nobody has are counted like all others.
import { Injectable } from '@nestjs/common';
import {
  AttemptsService,
  callerNetwork,
  type AttemptKey,
  type AttemptPolicy,
} from '../sessions/attempts.service.js';
import { CodeRefused, LoginLocked } from './auth.errors.js';

/** Five tries; then one has to wait, longer after each further one, a quarter of an hour at most. */
const fromOneNetwork: AttemptPolicy = { waits: [0, 0, 0, 0, 60, 120, 240, 480, 900], window: 86_400 };
/** Against many machines that guess together. High, so that a stranger cannot cheaply lock somebody out of their account. */
const fromEverywhere: AttemptPolicy = { waits: [0], window: 3_600, most: 50 };
/** Over all networks the code itself is the limit (`OneTimeTokens.guess`). As long as it lives. */
const codeFromOneNetwork: AttemptPolicy = { waits: [0], window: 600, most: 3 };

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

  /**
   * Counts a guess at the code of a forgotten password before it is looked at. Not to be called in a transaction.
   * @param identifier as it is kept
   * @throws CodeRefused even for the right one, and for those who were not sent any
   */
  async takeCode(identifier: string): Promise<void> {
    const { allowed } = await this.attempts.take(codeOfNetwork(identifier), codeFromOneNetwork);
    if (!allowed) throw new CodeRefused();
  }

  /** A new code may be guessed anew where it was asked for. */
  async renewCode(identifier: string): Promise<void> {
    await this.attempts.clear(codeOfNetwork(identifier));
  }

  /** They have proven who they are. */
  async clear(...identifiers: readonly string[]): Promise<void> {
    await this.attempts.clear(...identifiers.flatMap((each) => [ofNetwork(each), ofAll(each)]));
  }
}

const ofNetwork = (identifier: string): AttemptKey => ['login', identifier, callerNetwork()];
const codeOfNetwork = (identifier: string): AttemptKey => ['reset-code', identifier, callerNetwork()];
const ofAll = (identifier: string): AttemptKey => ['login', identifier];
