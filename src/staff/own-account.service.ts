// What staff do with their own account: change the password, set up a second factor.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { passwordMatches } from '#libs/passwords';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import type { AccountNotice } from '../sessions/account.events.js';
import { AccountsService } from '../sessions/accounts.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { hashNewPassword } from './new-password.js';
import { PasswordLink } from './password-link.entity.js';
import { SecondFactorService, type PresentedFactor } from './second-factor.service.js';
import { Staff } from './staff.entity.js';
import { ProofWrong, SecondFactorWrong } from './staff.errors.js';
import { StaffLoginsService } from './staff-logins.service.js';
import type { ChangePasswordInput, ProofInput } from './staff.schemas.js';

@Injectable()
export class OwnAccountService {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: SessionsService,
    private readonly logins: StaffLoginsService,
    private readonly secondFactors: SecondFactorService,
    private readonly accounts: AccountsService,
    private readonly audit: AuditService,
  ) {}

  /** Ends all other sessions, and voids a link that was mailed. @throws ProofWrong, StaffPasswordWeak, StaffLoginLocked */
  async changePassword(actor: Actor, { currentPassword, newPassword }: ChangePasswordInput): Promise<void> {
    const staff = await this.own(actor);
    const passwordHash = await hashNewPassword(newPassword, staff);
    await this.proven(actor, currentPassword, async (locked) => {
      locked.passwordHash = passwordHash;
      await this.em.nativeDelete(PasswordLink, { staff: locked.id });
      await this.sessions.endAll({ kind: 'staff', id: locked.id }, 'password', actor.sessionId);
      await this.record(actor, 'staff.password_changed', 'password_changed');
    });
  }

  /** @throws ProofWrong, SecondFactorState, StaffLoginLocked */
  async beginSecondFactor(actor: Actor, { password }: { password: string }) {
    await this.secondFactors.checkIs('off', actor.id);
    return this.proven(actor, password, (staff) => this.secondFactors.begin(staff));
  }

  /** On from now on, and sessions that were made without it end. @throws ProofWrong, SecondFactorState, StaffLoginLocked */
  async confirmSecondFactor(actor: Actor, { code }: { code: string }): Promise<{ recoveryCodes: string[] }> {
    await this.secondFactors.checkIs('begun', actor.id);
    return this.proven(actor, undefined, async (staff) => {
      const recoveryCodes = await this.secondFactors.confirm(staff.id, code);
      if (!recoveryCodes) throw new ProofWrong('code');
      await this.sessions.endAll({ kind: 'staff', id: staff.id }, 'account', actor.sessionId);
      await this.record(actor, 'second_factor.enabled', 'second_factor_on');
      return { recoveryCodes };
    });
  }

  /** @throws ProofWrong, SecondFactorState, StaffLoginLocked */
  async removeSecondFactor(actor: Actor, { password, ...factor }: ProofInput): Promise<void> {
    await this.secondFactors.checkIs('on', actor.id);
    await this.proven(actor, password, async (staff) => {
      await this.passed(staff, factor);
      await this.secondFactors.remove(staff.id);
      await this.record(actor, 'second_factor.disabled', 'second_factor_off');
    });
  }

  /** @throws ProofWrong, SecondFactorState, StaffLoginLocked */
  async renewRecoveryCodes(
    actor: Actor,
    { password, ...factor }: ProofInput,
  ): Promise<{ recoveryCodes: string[] }> {
    await this.secondFactors.checkIs('on', actor.id);
    return this.proven(actor, password, async (staff) => {
      await this.passed(staff, factor);
      await this.record(actor, 'second_factor.recovery_codes_renewed', 'recovery_codes_renewed');
      return { recoveryCodes: await this.secondFactors.renewRecoveryCodes(staff.id) };
    });
  }

  private async passed(staff: Staff, factor: PresentedFactor): Promise<void> {
    await this.secondFactors.checkIs('on', staff.id);
    await this.secondFactors.pass(staff.id, factor).catch((error) => {
      if (!(error instanceof SecondFactorWrong)) throw error;
      throw new ProofWrong(factor.code === undefined ? 'recoveryCode' : 'code');
    });
  }

  /**
   * A change by its owner for sure, not by whoever finds a program left open: it takes the password, or a code. What is guessed is
   * counted like a login; so what cannot be done anyway is refused before. `change` runs in one transaction with the row locked.
   * @param password undefined where only a code is asked for, which `change` verifies
   */
  private async proven<T>(
    actor: Actor,
    password: string | undefined,
    change: (staff: Staff) => Promise<T>,
  ): Promise<T> {
    const { id, email, passwordHash } = await this.own(actor);
    await this.logins.take(email);
    try {
      if (password !== undefined && !(await passwordMatches(passwordHash ?? undefined, password)))
        throw new ProofWrong('password');
      const result = await this.em.transactional(async (em) => {
        const lockMode = LockMode.PESSIMISTIC_WRITE;
        const staff = await em.findOneOrFail(Staff, { id }, { lockMode, refresh: true });
        // Changed while it was verified.
        if (staff.passwordHash !== passwordHash) throw new ProofWrong('password');
        return change(staff);
      });
      await this.logins.clear(email);
      return result;
    } catch (error) {
      if (error instanceof ProofWrong) this.logins.recordFailure(id, error.code);
      throw error;
    }
  }

  private async own(actor: Actor): Promise<Staff> {
    const staff = actor.kind === 'staff' ? await this.em.findOne(Staff, { id: actor.id }) : null;
    if (!staff) throw new NotFound('Staff', actor.id);
    return staff;
  }

  /** In the audit log, and to its owner. */
  private record(actor: Actor, action: string, notice: AccountNotice): Promise<void> {
    this.accounts.notify({ kind: 'staff', id: actor.id }, notice);
    return this.audit.record(actor, { action, object: { type: 'staff', id: actor.id } });
  }
}
