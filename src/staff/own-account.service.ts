// What staff do with their own account: look at it, change the password, set up a second factor.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { passwordMatches } from '#libs/passwords';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { AccountsService } from '../sessions/accounts.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { hashNewPassword } from './new-password.js';
import { SecondFactors } from './second-factor.service.js';
import { Staff } from './staff.entity.js';
import { ProofWrong, SecondFactorState, SecondFactorWrong } from './staff.errors.js';
import { StaffLogins } from './staff-logins.service.js';
import type { ChangePasswordInput, ProofInput } from './staff.schemas.js';

@Injectable()
export class OwnAccountService {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly logins: StaffLogins,
    private readonly secondFactors: SecondFactors,
    private readonly audit: AuditService,
  ) {}

  /** @throws NotFound for anybody who is not staff */
  async profile(actor: Actor) {
    const staff = await this.own(actor);
    return this.shown(staff.id, actor.permissions);
  }

  /** As the owner sees it. @param held what they may do; looked up when it is not known */
  async shown(staffId: string, held?: ReadonlySet<string>) {
    const [staff, account, hasSecondFactor] = [
      await this.em.findOneOrFail(Staff, { id: staffId }, { refresh: true }),
      await this.accounts.load({ kind: 'staff', id: staffId }),
      await this.secondFactors.isOn(staffId),
    ];
    const { lacksSecondFactor = false, permissions } = account!;
    const { id, name, email, role, status, lastLoginAt, createdAt, version } = staff;
    return {
      ...{ id, name, email, role, status, lastLoginAt, createdAt, version },
      ...{ hasSecondFactor, lacksSecondFactor },
      permissions: lacksSecondFactor ? [] : [...(held ?? permissions)].sort(),
    };
  }

  /** Ends all other sessions. @throws ProofWrong, StaffPasswordWeak, StaffLoginLocked */
  async changePassword(actor: Actor, { currentPassword, newPassword }: ChangePasswordInput): Promise<void> {
    const staff = await this.own(actor);
    const passwordHash = await hashNewPassword(newPassword, staff);
    await this.proven(actor, currentPassword, async (locked) => {
      locked.passwordHash = passwordHash;
      await this.sessions.endAll({ kind: 'staff', id: locked.id }, 'password', actor.sessionId);
      await this.record(actor, 'staff.password_changed');
    });
  }

  /** @throws ProofWrong, SecondFactorState, StaffLoginLocked */
  beginSecondFactor(actor: Actor, { password }: { password: string }) {
    return this.proven(actor, password, (staff) => this.secondFactors.begin(staff));
  }

  /** On from now on, and sessions that were made without it end. @throws ProofWrong, SecondFactorState, StaffLoginLocked */
  confirmSecondFactor(actor: Actor, { code }: { code: string }): Promise<{ recoveryCodes: string[] }> {
    return this.proven(actor, undefined, async (staff) => {
      const recoveryCodes = await this.secondFactors.confirm(staff.id, code);
      if (!recoveryCodes) throw new ProofWrong('code');
      await this.sessions.endAll({ kind: 'staff', id: staff.id }, 'account', actor.sessionId);
      await this.record(actor, 'second_factor.enabled');
      return { recoveryCodes };
    });
  }

  /** @throws ProofWrong, SecondFactorState, StaffLoginLocked */
  removeSecondFactor(actor: Actor, { password, code }: ProofInput): Promise<void> {
    return this.proven(actor, password, async (staff) => {
      await this.withCode(staff, code);
      await this.secondFactors.remove(staff.id);
      await this.record(actor, 'second_factor.disabled');
    });
  }

  /** @throws ProofWrong, SecondFactorState, StaffLoginLocked */
  renewRecoveryCodes(actor: Actor, { password, code }: ProofInput): Promise<{ recoveryCodes: string[] }> {
    return this.proven(actor, password, async (staff) => {
      await this.withCode(staff, code);
      await this.record(actor, 'second_factor.recovery_codes_renewed');
      return { recoveryCodes: await this.secondFactors.renewRecoveryCodes(staff.id) };
    });
  }

  private async withCode(staff: Staff, code: string): Promise<void> {
    if (!(await this.secondFactors.isOn(staff.id))) throw new SecondFactorState('It is not on.');
    await this.secondFactors.pass(staff.id, { code }).catch((error) => {
      throw error instanceof SecondFactorWrong ? new ProofWrong('code') : error;
    });
  }

  /**
   * A change by its owner for sure, not by whoever finds a program left open: it takes the password, or a code. What is guessed is
   * counted like a login. `change` runs in one transaction with the row locked.
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

  private record(actor: Actor, action: string): Promise<void> {
    return this.audit.record(actor, { action, object: { type: 'staff', id: actor.id } });
  }
}
