// What the rest of the program may know of a staff member. What decides what they may do is read on every request of theirs.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { RolesService } from '../access/roles.service.js';
import {
  HoldsAccounts,
  type AccountContacts,
  type AccountSource,
  type SessionAccount,
} from '../sessions/accounts.service.js';
import { SecondFactorDutyService } from './second-factor-duty.service.js';
import { Staff, type StaffStatus } from './staff.entity.js';
import { StaffLoginsService } from './staff-logins.service.js';

interface Row {
  role: string;
  status: StaffStatus;
  has_second_factor: boolean;
}

@HoldsAccounts('staff')
@Injectable()
export class StaffAccountsService implements AccountSource {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly roles: RolesService,
    private readonly logins: StaffLoginsService,
    private readonly duty: SecondFactorDutyService,
  ) {}

  /** Past the identity map: a use case that locks the row later in the same request must not get what was read here. */
  async load(id: string): Promise<SessionAccount | null> {
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

  prove(id: string, password: string): Promise<void> {
    return this.logins.proveAgain(id, password);
  }

  /** They work in English, and sign in with an address that was proven by a link. */
  async contacts(id: string): Promise<AccountContacts | null> {
    const staff = await this.em.findOne(Staff, { id });
    if (!staff || staff.status === 'left') return null;
    const { email, status } = staff;
    const verified = { email: true, phone: false };
    return { language: 'en', isActive: status === 'active', email, phone: null, verified };
  }

  async holding(permission: string, limit: number): Promise<string[]> {
    const active = { status: 'active' } as const;
    const staff = await this.em.find(Staff, active, { fields: ['id', 'role'], orderBy: { id: 'asc' } });
    const able = new Set<string>();
    for (const role of new Set(staff.map((each) => each.role)))
      if ((await this.roles.heldBy(role)).has(permission)) able.add(role);
    return staff
      .filter(({ role }) => able.has(role))
      .slice(0, limit)
      .map(({ id }) => id);
  }

  private async isAsked(held: ReadonlySet<string>): Promise<boolean> {
    const heldByRole = new Map<string, ReadonlySet<string>>();
    for (const name of this.duty.roles) heldByRole.set(name, await this.roles.heldBy(name));
    return this.duty.asks(held, heldByRole);
  }
}
