// Who gives how much without asking anybody: "Refunds up to ₹1,000 are decided by the agent who handles your request, larger ones by an
// operations manager" (handbook, "Refunds"). Pure.
import { mayDo, type Actor } from '../access/actor.js';

/** Whoever holds it decides what is above the limits of others. */
export const approving = 'bookings.refund';

/**
 * What the actor gives for one complaint by themselves, in paise. What was given for it before counts: nobody gets around the limit in portions.
 * @param ownPaise of whoever works on complaints
 */
export function ownLimit(actor: Actor, ownPaise: number): number {
  if (mayDo(actor, approving)) return Infinity;
  return mayDo(actor, 'complaints.update') ? ownPaise : 0;
}
