// Whose complaints an actor may see.
import { customerScope, type Actor } from '../access/actor.js';

/** Customers and their agents have their own, staff those of everybody. */
export function ownComplaints(actor: Actor): { customer?: string } {
  const customer = customerScope(actor);
  return customer ? { customer } : {};
}
