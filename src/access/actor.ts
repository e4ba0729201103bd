import { ownAccount, type Requirement } from './roles.js';

/** Who is calling. First argument of every service method. */
export interface Actor {
  readonly kind: 'customer' | 'staff' | 'agent' | 'system';
  readonly id: string;
  readonly permissions: ReadonlySet<string>;
  /** The customer an agent acts for; it never sees more than that customer. */
  readonly onBehalfOf?: string;
}

export function may(actor: Actor, requirement: Requirement): boolean {
  return requirement === ownAccount || actor.permissions.has(requirement);
}

/** The customer whose rows the actor may touch; null when it is not bound to one (staff, system). */
export function customerScope(actor: Actor): string | null {
  if (actor.kind === 'customer') return actor.id;
  return actor.onBehalfOf ?? null;
}

/** Software that acts for a customer: with that customer's permissions, and with nothing else. */
export function onBehalfOf(customer: Actor, agent: string): Actor {
  return {
    kind: 'agent',
    id: agent,
    permissions: customer.permissions,
    onBehalfOf: customerScope(customer) ?? undefined,
  };
}
