// Customers as this domain finds and names them.
import type { EntityManager } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { Customer, type ContactField } from '../customers/customer.entity.js';

/**
 * Each costs a password's comparison, so a stranger who claims an address again and again must not make its login dear. Who came first is looked
 * at first: those who come later can prove that it is theirs, and are the only one then.
 */
const mostClaims = 4;

/** Of an identifier as it is kept: lower case, or +91 and ten digits. */
export function contactFieldOf(identifier: string): ContactField {
  return identifier.startsWith('+') ? 'phone' : 'email';
}

/**
 * Whose it is: who has proven it, or as long as nobody has, all who say so.
 * @param identifier as it is kept
 */
export async function customersBy(em: EntityManager, identifier: string): Promise<Customer[]> {
  const what = contactFieldOf(identifier);
  const provenFirst = { [`${what}VerifiedAt`]: 'asc nulls last', id: 'asc' } as const;
  const found = await em.find(Customer, { [what]: identifier }, { orderBy: provenFirst, limit: mostClaims });
  return found[0]?.hasProven(what) ? found.slice(0, 1) : found;
}

/** Somebody who has just proven to be that customer, by a password or by what was sent to them. */
export function provenCustomer(id: string): Actor {
  return { kind: 'customer', id, permissions: new Set() };
}
