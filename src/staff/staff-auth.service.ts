import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { SessionsService, type TokenPair } from '../sessions/sessions.service.js';
import { SecondFactorService } from './second-factor.service.js';
import { Staff } from './staff.entity.js';
import { SecondFactorWrong, StaffLoginFailed } from './staff.errors.js';
import { StaffLoginsService } from './staff-logins.service.js';
import type { LoginStaffInput } from './staff.schemas.js';

export interface StaffSignedIn {
  tokens: TokenPair;
  staffId: string;
}

@Injectable()
export class StaffAuthService {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: SessionsService,
    private readonly logins: StaffLoginsService,
    private readonly secondFactors: SecondFactorService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws StaffLoginFailed, after the same time whether or not there is such an account
   * @throws SecondFactorNeeded, SecondFactorWrong only after the right password
   * @throws StaffLoginLocked after too many attempts
   */
  async login({ email, password, code, recoveryCode }: LoginStaffInput): Promise<StaffSignedIn> {
    const known = await this.logins.prove(email, password);
    try {
      const tokens = await this.em.transactional(() => this.signIn(known, { code, recoveryCode }));
      await this.logins.clear(email);
      return { tokens, staffId: known.id };
    } catch (error) {
      if (error instanceof SecondFactorWrong) this.logins.recordFailure(known.id, error.code);
      throw error;
    }
  }

  /** @throws RefreshRefused */
  async refresh(refreshToken: string): Promise<StaffSignedIn> {
    const { account, tokens } = await this.sessions.rotate(refreshToken, 'staff');
    return { tokens, staffId: account.id };
  }

  /** With the row locked, and as it is now: verifying a password takes long enough for it to be changed, or its owner suspended. */
  private async signIn(known: Staff, factor: { code?: string; recoveryCode?: string }): Promise<TokenPair> {
    const { id, passwordHash } = known;
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const staff = await this.em.findOne(Staff, { id, passwordHash }, { lockMode });
    if (!staff?.mayLogIn()) throw new StaffLoginFailed();
    await this.secondFactors.pass(id, factor);
    const tokens = await this.sessions.open({ kind: 'staff', id });
    staff.lastLoginAt = this.clock.now();
    await this.audit.record(byThemselves(id), { action: 'staff.logged_in', object: { type: 'staff', id } });
    return tokens;
  }
}

function byThemselves(id: string): Actor {
  return { kind: 'staff', id, permissions: new Set() };
}
