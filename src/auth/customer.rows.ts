// Customers as this domain finds, locks and names them.
import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { Customer } from '../customers/customer.entity.js';

/** @param identifier as it is kept: lower case, or +91 and ten digits */
export function customerBy(em: EntityManager, identifier: string): Promise<Customer | null> {
  return em.findOne(Customer, { $or: [{ email: identifier }, { phone: identifier }] });
}

/** The row as it is now, locked until the transaction ends; null unless they may log in. */
export async function lockedCustomer(em: EntityManager, id: string): Promise<Customer | null> {
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const customer = await em.findOne(Customer, { id }, options);
  return customer?.mayLogIn() ? customer : null;
}

/** Somebody who has just proven to be that customer, by a password or by what was sent to them. */
export function provenCustomer(id: string): Actor {
  return { kind: 'customer', id, permissions: new Set() };
}

/** Of an audit entry: that it is about this customer, whose personal data it holds. */
export function about(id: string) {
  return { object: { type: 'customer', id }, person: id };
}
