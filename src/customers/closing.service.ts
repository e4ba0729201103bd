import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { PersonalData } from '#libs/personal-data';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Settings } from '../config/settings.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { lockedCustomer } from './customer.rows.js';
import { AccountInUse } from './customers.errors.js';

/** Closing an account ends it at once. What is personal is erased later, so that until then complaints and fraud can be looked into. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: SessionsService,
    private readonly personalData: PersonalData,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /**
   * Nobody can log in any more, and what was signed in is signed out. Verified contacts stay taken until the erasure; until then an
   * account that its owner has closed can be reopened by a link to them (`auth/reopening.service.ts`).
   * @param id of the customer; ownership or permission has been checked
   * @param reason why staff do it
   * @throws NotFound, IllegalAccountChange, AccountInUse with the visits that are still to come: nobody should stand before a door
   *   behind which there is no customer, nor should a visit be cancelled, at a fee perhaps, that nobody has asked to cancel
   */
  close(actor: Actor, id: string, reason?: string): Promise<void> {
    return this.em.transactional(async (em) => {
      // A booking that is being made holds a share of this row: it is waited for, and seen below.
      const customer = await lockedCustomer(em, id);
      const closedBy = actor.kind === 'customer' ? 'customer' : 'staff';
      customer.delete(this.clock.now(), this.settings.ERASE_AFTER_DAYS, closedBy);
      const commitments = await this.personalData.commitments(em, id);
      if (commitments.length > 0) throw new AccountInUse(commitments);
      // With the row locked: a login that is under way has opened its session by now, or finds the account closed.
      await this.sessions.endAll({ kind: 'customer', id }, 'account');
      await this.audit.record(actor, {
        action: 'customer.deleted',
        ...customer.auditTarget(),
        after: { eraseAt: customer.eraseAt, reason },
      });
    });
  }
}
