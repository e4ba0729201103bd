// What decides, at this moment, what a staff member may do. Read on every request of theirs.
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { RolesService } from '../access/roles.service.js';
import { AccountsService, type SessionAccount } from '../sessions/accounts.service.js';
import { SecondFactorDutyService } from './second-factor-duty.service.js';
import type { StaffStatus } from './staff.entity.js';
import { StaffLoginsService } from './staff-logins.service.js';

interface Row {
  role: string;
  status: StaffStatus;
  has_second_factor: boolean;
}

@Injectable()
export class StaffAccountsService implements OnModuleInit {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly roles: RolesService,
    private readonly accounts: AccountsService,
    private readonly logins: StaffLoginsService,
    private readonly duty: SecondFactorDutyService,
  ) {}

  onModuleInit(): void {
    this.accounts.register('staff', {
      load: (id) => this.load(id),
      prove: (id, password) => this.logins.proveAgain(id, password),
    });
  }

  /** Past the identity map: a use case that locks the row later in the same request must not get what was read here. */
  private async load(id: string): Promise<SessionAccount | null> {
    const [row] = await this.em.execute<Row[]>(
      `select role, status, exists (
         select from staff_second_factors where staff_id = staff.id and confirmed_at is not null) as has_second_factor
       from staff where id = ?`,
      [id],
    );
    if (!row) return null;
    const permissions = await this.roles.heldBy(row.role);
    return {
      kind: 'staff',
      id,
      isActive: row.status === 'active',
      role: row.role,
      permissions,
      lacksSecondFactor: !row.has_second_factor && (await this.isAsked(permissions)),
    };
  }

  private async isAsked(held: ReadonlySet<string>): Promise<boolean> {
    const heldByRole = new Map<string, ReadonlySet<string>>();
    for (const name of this.duty.roles) heldByRole.set(name, await this.roles.heldBy(name));
    return this.duty.asks(held, heldByRole);
  }
}
