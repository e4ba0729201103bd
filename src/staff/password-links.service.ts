// Links by which staff choose a password: a new colleague's first one, and a forgotten one.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { digestOf, newToken } from '#libs/secrets';
import { Clock } from '#libs/time';
import { anonymousActor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { AccountsService } from '../sessions/accounts.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { hashNewPassword } from './new-password.js';
import { PasswordLink } from './password-link.entity.js';
import { Staff } from './staff.entity.js';
import { PasswordLinkInvalid } from './staff.errors.js';
import { StaffLoginsService } from './staff-logins.service.js';
import type { ResetPasswordInput } from './staff.schemas.js';

/** Seconds that a link can be used. */
const lifetimes = { invitation: 3 * 86_400, reset: 3_600 };
export type PasswordLinkKind = keyof typeof lifetimes;

@Injectable()
export class PasswordLinksService {
  constructor(
    private readonly em: EntityManager,
    private readonly sessions: SessionsService,
    private readonly logins: StaffLoginsService,
    private readonly accounts: AccountsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Takes the place of an earlier one. @returns the token, to be mailed */
  async make(staffId: string, kind: PasswordLinkKind): Promise<string> {
    const token = newToken();
    const expiresAt = new Date(this.clock.now().getTime() + lifetimes[kind] * 1000);
    await this.em.upsert(PasswordLink, { staff: staffId, digest: digestOf(token), expiresAt });
    return token;
  }

  /** Ends all sessions. The second factor stays. @throws PasswordLinkInvalid, StaffPasswordWeak (the link can be used again) */
  async reset({ token, password }: ResetPasswordInput): Promise<void> {
    const usable = { digest: digestOf(token), expiresAt: { $gt: this.clock.now() } };
    const link = await this.em.findOne(PasswordLink, usable, { disableIdentityMap: true });
    const owner = link && (await this.em.findOne(Staff, { id: link.staff }, { disableIdentityMap: true }));
    if (!owner) throw new PasswordLinkInvalid();
    const passwordHash = await hashNewPassword(password, owner);
    const { id } = owner;
    await this.em.transactional(async (em) => {
      const staff = await em.findOneOrFail(Staff, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      const used = await em.nativeDelete(PasswordLink, usable);
      if (used !== 1 || !staff.mayLogIn()) throw new PasswordLinkInvalid();
      staff.passwordHash = passwordHash;
      await this.sessions.endAll({ kind: 'staff', id }, 'password');
      await this.audit.record(anonymousActor, {
        action: 'staff.password_reset',
        object: { type: 'staff', id },
        person: id,
      });
      this.accounts.notify({ kind: 'staff', id }, 'password_changed');
    });
    // Only they can read what was sent there: whoever guessed before does not keep them out.
    await this.logins.clear(owner.email);
  }
}
