// What staff see of customers, and may do to their accounts.
import { Injectable } from '@nestjs/common';
import { EntityManager, raw, type FilterQuery } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, foldTyped, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { Customer } from './customer.entity.js';
import { lockedCustomer } from './customer.rows.js';
import { customerTierChanged } from './customers.events.js';
import { customersList, type CustomersQuery, type SetTierInput } from './customers.schemas.js';

@PublishesEvents(customerTierChanged)
@Injectable()
export class CustomerDeskService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly events: EventOutbox,
  ) {}

  /** @throws CursorInvalid, ValidationFailed */
  async search(actor: Actor, query: CustomersQuery): Promise<Page<Customer>> {
    await this.reads.note(actor, { action: 'customers.listed', object: { type: 'customer', id: 'many' } });
    const { q, status } = query;
    const where = [status ? { status } : {}, q ? beginsWith(q) : {}];
    return this.pages.read(Customer, customersList, query, { where });
  }

  /** That somebody looked is noted: customers are promised so (handbook, data protection). @throws NotFound */
  async view(actor: Actor, id: string): Promise<Customer> {
    const customer = await this.em.findOne(Customer, { id });
    if (!customer) throw new NotFound('Customer', id);
    await this.reads.note(actor, {
      action: 'customer.viewed',
      object: { type: 'customer', id },
      person: id,
    });
    return customer;
  }

  /** Keeps them out, now and until they are let in again. @throws NotFound, IllegalAccountChange */
  lock(actor: Actor, id: string, reason: string): Promise<Customer> {
    return this.em.transactional(async (em) => {
      const customer = await lockedCustomer(em, id);
      customer.lock();
      // With the row locked: a login that is under way has opened its session by now, or finds itself kept out.
      await this.sessions.endAll({ kind: 'customer', id }, 'account');
      await this.audit.record(actor, {
        action: 'customer.locked',
        ...customer.auditTarget(),
        after: { reason },
      });
      return customer;
    });
  }

  /** What is promised to them from now on, also of what they complain of already. @throws NotFound, IllegalAccountChange, PreconditionFailed */
  setTier(
    actor: Actor,
    id: string,
    { tier, reason }: SetTierInput,
    expected: ExpectedVersions,
  ): Promise<Customer> {
    return this.em.transactional(async (em) => {
      const customer = await lockedCustomer(em, id);
      checkVersion(customer, expected);
      const from = customer.tier;
      if (!customer.moveToTier(tier)) return customer;
      this.events.publish(customerTierChanged, id, { from, to: tier });
      await this.audit.record(actor, {
        action: 'customer.tier_set',
        ...customer.auditTarget(),
        before: { tier: from },
        after: { tier, reason },
      });
      return customer;
    });
  }

  /** @throws NotFound, IllegalAccountChange */
  unlock(actor: Actor, id: string, reason: string): Promise<Customer> {
    return this.em.transactional(async (em) => {
      const customer = await lockedCustomer(em, id);
      customer.unlock();
      await this.audit.record(actor, {
        action: 'customer.unlocked',
        ...customer.auditTarget(),
        after: { reason },
      });
      return customer;
    });
  }
}

/** By the beginning, because that is what an index finds. */
function beginsWith(text: string): FilterQuery<Customer> {
  const byName = { [raw((alias) => `lower(${alias}.name)`)]: { $like: pattern(text.toLowerCase()) } };
  const contact = foldTyped(text).toLowerCase();
  return {
    $or: [byName, { email: { $like: pattern(contact) } }, { phone: { $like: pattern(phone(contact)) } }],
  };
}

function pattern(start: string): string {
  return `${start.replace(/[\\%_]/g, '\\$&')}%`;
}

/** As far as it goes, in the form in which numbers are kept: `098 76` → `+919876`. */
function phone(start: string): string {
  const digits = start.replace(/[\s().-]/g, '');
  return /^\d+$/.test(digits) ? `+91${digits.replace(/^(?:00)?91(?=\d{10})|^0/, '')}` : digits;
}
