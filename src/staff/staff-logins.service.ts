// Whether somebody knows the password of a staff account, and how often it may be guessed.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { BackgroundTasks } from '#libs/background';
import { passwordMatches } from '#libs/passwords';
import { anonymousActor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { GuessesService } from '../sessions/guesses.service.js';
import { PasswordWrong } from '../sessions/sessions.errors.js';
import { Staff } from './staff.entity.js';
import { StaffLoginFailed, StaffLoginLocked } from './staff.errors.js';

@Injectable()
export class StaffLoginsService {
  constructor(
    private readonly em: EntityManager,
    private readonly guesses: GuessesService,
    private readonly audit: AuditService,
    private readonly background: BackgroundTasks,
  ) {}

  /**
   * Counts a guess at a password or code before it is made; {@link clear} it when it was right. Addresses that nobody has are counted
   * alike. Not to be called in a transaction.
   * @param email lower case
   * @throws StaffLoginLocked, even for a right password: who guesses must not learn that it was
   */
  async take(email: string): Promise<void> {
    const { allowed, retryAfterSeconds } = await this.guesses.take('staff-login', email);
    if (!allowed) throw new StaffLoginLocked(retryAfterSeconds);
  }

  clear(email: string): Promise<void> {
    return this.guesses.clear('staff-login', email);
  }

  /**
   * The account, past the identity map, as it was when the password was verified. Counted, and not cleared: a code may be missing.
   * Not to be called in a transaction: it is slow on purpose.
   * @throws StaffLoginFailed after the same time whether or not there is such an account; StaffLoginLocked
   */
  async prove(email: string, password: string): Promise<Staff> {
    await this.take(email);
    const staff = await this.em.findOne(Staff, { email }, { disableIdentityMap: true });
    const matches = await passwordMatches(staff?.passwordHash ?? undefined, password);
    if (staff && matches && staff.mayLogIn()) return staff;
    const failure = new StaffLoginFailed();
    if (staff) this.recordFailure(staff.id, failure.code);
    throw failure;
  }

  /**
   * That whoever is signed in also knows the password. Counted with the guesses at it from outside. Not to be called in a transaction: it
   * is slow on purpose.
   * @throws PasswordWrong, StaffLoginLocked
   */
  async proveAgain(id: string, password: string): Promise<void> {
    const { email, passwordHash } = await this.em.findOneOrFail(Staff, { id }, { disableIdentityMap: true });
    await this.take(email);
    if (!(await passwordMatches(passwordHash ?? undefined, password))) {
      const failure = new PasswordWrong();
      this.recordFailure(id, failure.code);
      throw failure;
    }
    await this.clear(email);
  }

  /**
   * In the background, because an account that exists must not answer later than one that does not. There are no more of these entries
   * than the lock lets through.
   */
  recordFailure(id: string, because: string): void {
    const object = { type: 'staff', id };
    const write = () =>
      this.em.transactional(() =>
        this.audit.record(anonymousActor, { action: 'staff.login_failed', object, after: { because } }),
      );
    this.background.run('audit', () => RequestContext.create(this.em, write));
  }
}
