// What every change of an account begins with.
import { LockMode, type EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { Unauthenticated } from '../access/access.errors.js';
import { Customer } from './customer.entity.js';

/**
 * The row, locked until the transaction ends and as it is now: one change at a time. Whoever needs more than one lock takes them in the
 * same order, so that no two wait for each other: the account, its sessions, and what the audit log writes.
 * @throws NotFound
 */
export async function lockedCustomer(em: EntityManager, id: string): Promise<Customer> {
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const customer = await em.findOne(Customer, { id }, options);
  if (!customer) throw new NotFound('Customer', id);
  return customer;
}

/**
 * The same of somebody who acts for themselves. They were let in when the request came; the account may have been closed or locked since,
 * and then gets the answer that the next request would.
 * @throws Unauthenticated, NotFound
 */
export async function activeCustomer(em: EntityManager, id: string): Promise<Customer> {
  const customer = await lockedCustomer(em, id);
  if (!customer.mayLogIn()) throw new Unauthenticated();
  return customer;
}
