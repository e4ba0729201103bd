// Customers as this domain finds and names them.
import type { EntityManager } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { Customer } from '../customers/customer.entity.js';

/** @param identifier as it is kept: lower case, or +91 and ten digits */
export function customerBy(em: EntityManager, identifier: string): Promise<Customer | null> {
  return em.findOne(Customer, { $or: [{ email: identifier }, { phone: identifier }] });
}

/** Somebody who has just proven to be that customer, by a password or by what was sent to them. */
export function provenCustomer(id: string): Actor {
  return { kind: 'customer', id, permissions: new Set() };
}
