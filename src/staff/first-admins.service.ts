import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { violatesConstraint } from '#libs/orm';
import { systemActor } from '../access/actor.js';
import { highestRole } from '../access/roles.js';
import { AuditService } from '../audit/audit.service.js';
import { hashNewPassword } from './new-password.js';
import { Staff } from './staff.entity.js';
import { StaffAlreadyRegistered } from './staff.errors.js';

/** How somebody with the machine in their hands gets in: a new installation has no staff, and one day nobody may be able to sign in. */
@Injectable()
export class FirstAdminsService {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditService,
  ) {}

  /** Active at once, and may do everything. @throws StaffPasswordWeak, StaffAlreadyRegistered */
  async create({ name, email, password }: { name: string; email: string; password: string }): Promise<void> {
    const passwordHash = await hashNewPassword(password, { name, email });
    try {
      await this.em.transactional(async (em) => {
        const staff = em.create(Staff, { name, email, passwordHash, role: highestRole, status: 'active' });
        await this.audit.record(systemActor('staff-cli'), {
          action: 'staff.created',
          object: { type: 'staff', id: staff.id },
          person: staff.id,
          after: { name, email, role: highestRole },
        });
      });
    } catch (error) {
      throw violatesConstraint(error, 'staff_email_unique') ? new StaffAlreadyRegistered() : error;
    }
  }
}
