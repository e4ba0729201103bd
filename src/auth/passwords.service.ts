import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { hashPassword } from '#libs/passwords';
import type { Actor } from '../access/actor.js';
import { Customer } from '../customers/customer.entity.js';
import { PasswordWrong } from '../sessions/sessions.errors.js';
import { PasswordProofService } from '../customers/password-proof.service.js';
import { CodeRefused, LinkRefused } from './auth.errors.js';
import type { ResetInput } from './auth.schemas.js';
import { customersBy } from './customer.rows.js';
import { LoginLock } from './login-lock.js';
import { NewPasswords, type PasswordChange } from './new-passwords.js';
import { refuseWeakPassword } from './password-rules.js';
import { PasswordResetSender } from './password-reset.sender.js';
import { OneTimeTokens, type ShownToken } from './one-time-tokens.js';
import type { SentVerification } from './verification.service.js';

@Injectable()
export class PasswordsService {
  constructor(
    private readonly em: EntityManager,
    private readonly proof: PasswordProofService,
    private readonly sender: PasswordResetSender,
    private readonly tokens: OneTimeTokens,
    private readonly newPasswords: NewPasswords,
    private readonly lock: LoginLock,
  ) {}

  /** Signs out everybody else. @throws PasswordWrong, TooManyGuesses, WeakPassword */
  async change(actor: Actor, current: string, wanted: string): Promise<void> {
    const proven = await this.proof.check(actor.id, current);
    refuseWeakPassword(wanted, await this.em.findOneOrFail(Customer, { id: actor.id }));
    const changed = await this.newPasswords.set(actor.id, await hashPassword(wanted), {
      action: 'customer.password_changed',
      isAllowed: async ({ passwordHash }) => passwordHash === proven,
      actor,
    });
    if (!changed) throw new PasswordWrong();
  }

  /** @see PasswordResetSender.request @throws SendRefused */
  async sendReset(identifier: string): Promise<SentVerification> {
    const retryAfterSeconds = await this.sender.request(identifier);
    return { retryAfterSeconds };
  }

  /** By what was sent. @throws LinkRefused, CodeRefused; WeakPassword, and then it is good for another try */
  reset(input: ResetInput): Promise<void> {
    if ('token' in input) return this.resetByLink(input.token, input.password);
    return this.resetByCode(input.identifier, input.code, input.password);
  }

  private async resetByLink(token: string, password: string): Promise<void> {
    const shown = await this.tokens.lookAt(token, 'reset_by_link');
    const customer = shown && (await this.em.findOne(Customer, { id: shown.customer }));
    if (!shown || !customer) throw new LinkRefused();
    refuseWeakPassword(password, customer);
    if (!(await this.complete(shown, await hashPassword(password)))) throw new LinkRefused();
  }

  /** A code that is right counts as a try as well when the password is weak: there are three. */
  private async resetByCode(identifier: string, code: string, password: string): Promise<void> {
    refuseWeakPassword(password);
    await this.lock.takeCode(identifier);
    // Before anybody is looked for: it takes the same time when there is no such customer.
    const hash = await hashPassword(password);
    for (const customer of await customersBy(this.em, identifier)) {
      await this.lock.takeCode(customer.id);
      const shown = await this.tokens.guess(customer.id, 'reset_by_code', code);
      if (!shown) continue;
      refuseWeakPassword(password, customer);
      if (await this.complete(shown, hash)) return;
    }
    throw new CodeRefused();
  }

  /** Only they can read what was sent there: the address is theirs, and whoever guessed before does not keep them out. */
  private async complete(shown: ShownToken, hash: string): Promise<boolean> {
    const reached = shown.purpose === 'reset_by_link' ? 'email' : 'phone';
    const isAllowed: PasswordChange['isAllowed'] = async (customer) =>
      this.tokens.wasSentTo(shown, customer[reached]) && (await this.tokens.use(shown)) === 'now';
    const change = { action: 'customer.password_reset', isAllowed, reached } as const;
    const customer = await this.newPasswords.set(shown.customer, hash, change);
    if (!customer) return false;
    await this.lock.clear(customer);
    return true;
  }
}
