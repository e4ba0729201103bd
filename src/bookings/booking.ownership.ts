// Whose bookings an actor may see.
import { customerScope, type Actor } from '../access/actor.js';

/** The condition that keeps every actor to the bookings they may see. */
export function ownBookings(actor: Actor): { customer?: string } {
  const customer = customerScope(actor);
  return customer ? { customer } : {};
}
