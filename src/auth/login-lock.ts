// Guesses at the password of a customer, and at the code that replaces it, and what is answered when there were too many.
import { Injectable } from '@nestjs/common';
import type { Customer } from '../customers/customer.entity.js';
import type { LoginAttempt } from '../sessions/attempts.service.js';
import { GuessesService } from '../sessions/guesses.service.js';
import { CodeRefused, LoginLocked } from './auth.errors.js';

@Injectable()
export class LoginLock {
  constructor(private readonly guesses: GuessesService) {}

  /**
   * Counts a guess before it is made. Not to be called in a transaction.
   * @param identifier as it is kept: lower case, or +91 and ten digits
   * @returns seconds for which the next guess is locked out, unless this one is right
   * @throws LoginLocked even for the right password: who guesses must not learn that it was
   */
  async take(identifier: string): Promise<number> {
    const { allowed, retryAfterSeconds } = await this.guesses.take('login', identifier);
    if (!allowed) throw new LoginLocked(retryAfterSeconds);
    return retryAfterSeconds;
  }

  /** The same for the account that has that name; without one for the name once more, because it must take as long. */
  takeAccount(whose: string): Promise<LoginAttempt> {
    return this.guesses.take('login-account', whose);
  }

  /**
   * Counts a guess at the code of a forgotten password before it is looked at. Not to be called in a transaction.
   * @param whose an identifier as it is kept, or the id of an account
   * @throws CodeRefused even for the right one, and for those who were not sent any
   */
  async takeCode(whose: string): Promise<void> {
    const { allowed } = await this.guesses.take('reset-code', whose);
    if (!allowed) throw new CodeRefused();
  }

  /** A new code may be guessed anew where it was asked for. */
  async renewCode(...whose: readonly string[]): Promise<void> {
    await this.guesses.clear('reset-code', ...whose);
  }

  /** They have proven who they are. */
  async clear({ id, email, phone }: Pick<Customer, 'id' | 'email' | 'phone'>): Promise<void> {
    await this.guesses.clear('login', ...[email, phone].filter((each) => each != null));
    await this.guesses.clear('login-account', id);
  }
}
