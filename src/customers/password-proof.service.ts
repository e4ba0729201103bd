import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { passwordMatches } from '#libs/passwords';
import type { Actor } from '../access/actor.js';
import { GuessesService } from '../sessions/guesses.service.js';
import { Customer } from './customer.entity.js';
import { PasswordWrong } from '../sessions/sessions.errors.js';
import { TooManyGuesses } from './customers.errors.js';

/** That whoever is signed in also knows the password, before something that cannot be undone. */
@Injectable()
export class PasswordProofService {
  constructor(
    private readonly em: EntityManager,
    private readonly guesses: GuessesService,
  ) {}

  /** Does `work` if the password is right. @throws PasswordWrong, TooManyGuesses */
  async first<T>(actor: Actor, password: string, work: () => Promise<T>): Promise<T> {
    await this.check(actor.id, password);
    return work();
  }

  /**
   * Not to be called in a transaction: it is slow on purpose.
   * @param id of the customer
   * @returns the hash that it matched: what follows must find the same in the locked row, because the password may be changed meanwhile,
   *   by the one who wants somebody out
   * @throws PasswordWrong, TooManyGuesses
   */
  async check(id: string, password: string): Promise<string> {
    const { allowed, retryAfterSeconds } = await this.guesses.take('password-proof', id);
    if (!allowed) throw new TooManyGuesses(retryAfterSeconds);
    const customer = await this.em.findOne(Customer, { id }, { disableIdentityMap: true });
    const hash = customer?.mayLogIn() ? customer.passwordHash : undefined;
    if (!(await passwordMatches(hash, password))) throw new PasswordWrong();
    await this.guesses.clear('password-proof', id);
    return hash!;
  }
}
