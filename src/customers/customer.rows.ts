// What every change of an account begins with and leaves in the audit log.
import { LockMode, type EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { Customer } from './customer.entity.js';

/** The row, locked until the transaction ends and as it is now: one change at a time. @throws NotFound */
export async function lockedCustomer(em: EntityManager, id: string): Promise<Customer> {
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const customer = await em.findOne(Customer, { id }, options);
  if (!customer) throw new NotFound('Customer', id);
  return customer;
}

/** Of an audit entry: that it is about this customer, whose personal data it holds. */
export function about({ id }: Customer) {
  return { object: { type: 'customer', id }, person: id };
}
