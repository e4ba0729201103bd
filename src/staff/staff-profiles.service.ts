// Staff as they see themselves.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { Actor } from '../access/actor.js';
import { AccountsService } from '../sessions/accounts.service.js';
import { SecondFactorService } from './second-factor.service.js';
import { Staff } from './staff.entity.js';

@Injectable()
export class StaffProfilesService {
  constructor(
    private readonly em: EntityManager,
    private readonly accounts: AccountsService,
    private readonly secondFactors: SecondFactorService,
  ) {}

  /** @throws NotFound for anybody who is not staff */
  async own(actor: Actor) {
    const staff = actor.kind === 'staff' ? await this.em.findOne(Staff, { id: actor.id }) : null;
    if (!staff) throw new NotFound('Staff', actor.id);
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
      id,
      name,
      email,
      role,
      status,
      lastLoginAt,
      createdAt,
      version,
      hasSecondFactor,
      lacksSecondFactor,
      permissions: lacksSecondFactor ? [] : [...(held ?? permissions)].sort(),
    };
  }
}
