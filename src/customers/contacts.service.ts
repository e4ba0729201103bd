// Whose an e-mail address or phone number is. Anybody can claim one; it is theirs who has proven it, by what was sent there (decision 0026).
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { lockFor } from '#libs/orm';
import { Clock } from '#libs/time';
import { systemActor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Customer, type ContactField } from './customer.entity.js';

const task = systemActor('contacts');

export type ContactValues = Partial<Record<ContactField, string | null>>;

@Injectable()
export class ContactsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * To be called in the transaction that writes such a contact, before it locks any row: claims and proofs of one contact come one after the
   * other, so that no claim begins beside a proof and stays.
   */
  async lock(contacts: ContactValues): Promise<void> {
    const values = [contacts.email, contacts.phone].filter((each) => each != null).sort();
    for (const value of values) await lockFor(this.em, 'customers.contact', value);
  }

  /** The first of `contacts` that somebody else has proven, whether or not their account is open. With {@link lock} held. */
  async takenOf(contacts: ContactValues, exceptId?: string): Promise<ContactField | undefined> {
    for (const what of ['email', 'phone'] as const) {
      const value = contacts[what];
      if (value == null) continue;
      const others = {
        [what]: value,
        [`${what}VerifiedAt`]: { $ne: null },
        ...(exceptId && { id: { $ne: exceptId } }),
      };
      if ((await this.em.count(Customer, others)) > 0) return what;
    }
    return undefined;
  }

  /**
   * The row of somebody who has just been reached there, locked with those of the others who claim the same contact: in the order of their
   * ids, so that no two who prove something wait for each other.
   * @throws NotFound
   */
  async lockForProof(id: string, what: ContactField): Promise<Customer> {
    const known = await this.em.findOne(Customer, { id }, { disableIdentityMap: true });
    const value = known?.[what];
    await this.lock({ [what]: value });
    const rows = await this.em.find(
      Customer,
      { $or: [{ id }, ...(value ? [{ [what]: value }] : [])] },
      { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' }, refresh: true },
    );
    const customer = rows.find((each) => each.id === id);
    if (!customer) throw new NotFound('Customer', id);
    return customer;
  }

  /**
   * The contact is theirs from now on, and nobody else's: who only claimed it loses it, and is told nothing of who has it. With
   * {@link lockForProof} before, in the same transaction.
   * @returns false when somebody else has proven it before, and then nothing has changed
   */
  async prove(customer: Customer, what: ContactField): Promise<boolean> {
    const others = await this.em.find(Customer, { [what]: customer[what], id: { $ne: customer.id } });
    if (others.some((each) => each.hasProven(what))) return false;
    for (const each of others) {
      each.lose(what);
      await this.audit.record(task, {
        action: 'customer.contact_lost',
        ...each.auditTarget(),
        after: { field: what },
      });
    }
    customer.verify(what, this.clock.now());
    return true;
  }
}
