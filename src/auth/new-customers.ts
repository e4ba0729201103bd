// The row of somebody who registers, and who is refused one.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { currentRequest } from '#libs/observability';
import { Clock } from '#libs/time';
import { AuditService } from '../audit/audit.service.js';
import { ContactsService } from '../customers/contacts.service.js';
import { Customer, type ContactField } from '../customers/customer.entity.js';
import { Session } from '../sessions/session.entity.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { AlreadyRegistered } from './auth.errors.js';
import type { RegisterInput } from './auth.schemas.js';
import type { SignedIn } from './auth.service.js';
import { provenCustomer } from './customer.rows.js';

export type NewProfile = Omit<RegisterInput, 'password'>;

/** Whoever registers again from the same place under the same name within this time has pressed twice, or missed the answer. */
const sameRegistrationMs = 600_000;
/** Of those who have claimed a contact under the same name. */
const mostLookedAt = 50;

@Injectable()
export class NewCustomers {
  constructor(
    private readonly em: EntityManager,
    private readonly contacts: ContactsService,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Signed in. @param passwordHash hashing is too slow for a transaction @throws AlreadyRegistered */
  create(profile: NewProfile, passwordHash: string): Promise<SignedIn> {
    return this.em.transactional(() => this.createIn(profile, passwordHash));
  }

  private async createIn(profile: NewProfile, passwordHash: string): Promise<SignedIn> {
    await this.contacts.lock(profile);
    const taken = (await this.contacts.takenOf(profile)) ?? (await this.claimedByThemselves(profile));
    if (taken) throw new AlreadyRegistered(taken);
    const user = this.em.create(Customer, {
      name: profile.name,
      email: profile.email ?? null,
      phone: profile.phone ?? null,
      language: profile.language,
      passwordHash,
      lastLoginAt: this.clock.now(),
    });
    await this.em.flush();
    const { id, name, email, phone } = user;
    const after = { name, email, phone };
    const tokens = await this.sessions.open({ kind: 'customer', id });
    await this.audit.record(provenCustomer(id), {
      action: 'customer.registered',
      ...user.auditTarget(),
      after,
    });
    return { ...tokens, user };
  }

  /** What is not proven but, under the same name, of an account that was closed and can be opened again, or of one made here just now. */
  private async claimedByThemselves(profile: NewProfile): Promise<ContactField | undefined> {
    const now = this.clock.now();
    const since = new Date(now.getTime() - sameRegistrationMs);
    const { address = null } = currentRequest() ?? {};
    for (const what of ['email', 'phone'] as const) {
      if (!profile[what]) continue;
      const claim = { [what]: profile[what], name: profile.name };
      const same = await this.em.find(Customer, claim, { orderBy: { id: 'desc' }, limit: mostLookedAt });
      if (same.some((customer) => customer.mayReopen(now))) return what;
      const accountId = { $in: same.map(({ id }) => id) };
      const justNow = { accountKind: 'customer', accountId, address, createdAt: { $gte: since } } as const;
      if (same.length > 0 && (await this.em.count(Session, justNow)) > 0) return what;
    }
    return undefined;
  }
}
