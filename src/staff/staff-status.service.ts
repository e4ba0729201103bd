// Approval, suspension and removal of staff, and the reset of a second factor whose device is lost.
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { Permission } from '../access/roles.js';
import { AccountsService } from '../sessions/accounts.service.js';
import type { Session } from '../sessions/session.entity.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { StaffManagementService, type RoleChangeContext } from './staff-management.service.js';
import { SecondFactorService } from './second-factor.service.js';
import type { Staff } from './staff.entity.js';
import { SecondFactorState } from './staff.errors.js';
import { StaffMails } from './staff.mails.js';
import { StaffService } from './staff.service.js';

@Injectable()
export class StaffStatusService {
  constructor(
    private readonly management: StaffManagementService,
    private readonly staff: StaffService,
    private readonly sessions: SessionsService,
    private readonly secondFactors: SecondFactorService,
    private readonly mails: StaffMails,
    private readonly accounts: AccountsService,
  ) {}

  /**
   * Somebody who has registered, with whatever address, becomes staff. They choose their password by a link that is mailed there: whose
   * address it is not cannot sign in.
   * @throws NotFound, RoleUnknown, GrantTooWide, StaffStatusConflict
   */
  approve(actor: Actor, id: string, role: string): Promise<Staff> {
    return this.toOther(actor, 'staff.approve', id, async (other, context) => {
      this.management.checkGrant(context, role);
      other.approve(role);
      this.management.tell(other);
      await this.management.record(actor, 'staff.approved', other, { after: { role } });
      await this.mails.ask(id, 'invitation');
    });
  }

  /** Ends their sessions. @throws NotFound, AboveYou, OwnAccount, LastSuperAdmin, StaffStatusConflict */
  suspend(actor: Actor, id: string): Promise<Staff> {
    return this.toOther(actor, 'staff.update', id, async (other) => {
      await this.management.checkSomebodyIsLeft(other);
      other.suspend();
      this.management.tell(other);
      await this.sessions.endAll({ kind: 'staff', id }, 'account');
      await this.management.record(actor, 'staff.suspended', other);
    });
  }

  /** @throws NotFound, AboveYou, OwnAccount, StaffStatusConflict */
  reactivate(actor: Actor, id: string): Promise<Staff> {
    return this.toOther(actor, 'staff.update', id, async (other) => {
      other.reactivate();
      this.management.tell(other);
      await this.management.record(actor, 'staff.reactivated', other);
    });
  }

  /** They have left: their sessions end and they never sign in again. @throws NotFound, AboveYou, OwnAccount, LastSuperAdmin, StaffStatusConflict */
  async leave(actor: Actor, id: string): Promise<void> {
    await this.toOther(actor, 'staff.update', id, async (other) => {
      await this.management.checkSomebodyIsLeft(other);
      const { role, status } = other;
      other.leave();
      this.management.tell(other);
      await this.secondFactors.remove(id);
      await this.sessions.endAll({ kind: 'staff', id }, 'account');
      await this.management.record(actor, 'staff.left', other, { before: { role, status } });
    });
  }

  /** For those who have lost both telephone and recovery codes; they are told. Ends their sessions. @throws NotFound, AboveYou, OwnAccount, SecondFactorState */
  async resetSecondFactor(actor: Actor, id: string): Promise<void> {
    await this.toOther(actor, 'staff.update', id, async (other) => {
      if (!(await this.secondFactors.remove(id))) throw new SecondFactorState('It is not on.');
      await this.sessions.endAll({ kind: 'staff', id }, 'account');
      await this.management.record(actor, 'second_factor.reset', other);
      this.accounts.notify({ kind: 'staff', id }, 'second_factor_reset');
    });
  }

  /** Those that can be used, newest first. @throws NotFound */
  async sessionsOf(actor: Actor, id: string): Promise<Session[]> {
    await this.staff.get(actor, id);
    return this.sessions.listOf({ kind: 'staff', id });
  }

  /** @throws NotFound, AboveYou, OwnAccount */
  async endSessions(actor: Actor, id: string): Promise<void> {
    await this.toOther(actor, 'staff.update', id, async (other) => {
      await this.sessions.endAll({ kind: 'staff', id }, 'revoked');
      await this.management.record(actor, 'staff.sessions_ended', other);
    });
  }

  private toOther(
    actor: Actor,
    permission: Permission,
    id: string,
    change: (other: Staff, context: RoleChangeContext) => Promise<void>,
  ): Promise<Staff> {
    return this.management.changing(actor, permission, async (context) => {
      const other = await this.management.other(context, id);
      await change(other, context);
      return other;
    });
  }
}
