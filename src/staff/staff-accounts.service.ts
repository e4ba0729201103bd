// What decides, at this moment, what a staff member may do. Read on every request of theirs.
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Background } from '#libs/background';
import { RolesService } from '../access/roles.service.js';
import { Settings } from '../config/settings.js';
import { AccountsService, type Account, type SecurityNotice } from '../sessions/accounts.service.js';
import { Staff, type StaffStatus } from './staff.entity.js';
import { StaffMails } from './staff.mails.js';

interface Row {
  role: string;
  status: StaffStatus;
  has_second_factor: boolean;
}

@Injectable()
export class StaffAccounts implements OnModuleInit {
  private readonly secondFactorRoles: readonly string[];

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly roles: RolesService,
    private readonly accounts: AccountsService,
    private readonly mails: StaffMails,
    private readonly background: Background,
    settings: Settings,
  ) {
    this.secondFactorRoles = settings.STAFF_SECOND_FACTOR_ROLES.split(',').map((role) => role.trim());
  }

  onModuleInit(): void {
    this.accounts.register('staff', {
      load: (id) => this.load(id),
      notify: (id, notice) => this.notify(id, notice),
    });
  }

  private notify(id: string, notice: SecurityNotice): void {
    this.background.run('staff-notice', async () => {
      const staff = await this.em.fork().findOne(Staff, { id });
      if (staff) this.mails.notice(staff.email, notice);
    });
  }

  /** Past the identity map: a use case that locks the row later in the same request must not get what was read here. */
  private async load(id: string): Promise<Account | null> {
    const [row] = await this.em.execute<Row[]>(
      `select role, status, exists (
         select from staff_second_factors where staff_id = staff.id and confirmed_at is not null) as has_second_factor
       from staff where id = ?`,
      [id],
    );
    if (!row) return null;
    const { permissions, roles } = await this.roles.effective(row.role);
    return {
      kind: 'staff',
      id,
      isActive: row.status === 'active',
      role: row.role,
      permissions,
      lacksSecondFactor: !row.has_second_factor && this.secondFactorRoles.some((role) => roles.has(role)),
    };
  }
}
