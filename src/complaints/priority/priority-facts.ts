// What the score of a complaint rests on beside its own row. Looked up once, when it comes into line: what happened before it does not change.
import type { EntityManager } from '@mikro-orm/core';
import { dayMs } from '#libs/time';
import { Booking } from '../../bookings/booking.entity.js';
import { Customer } from '../../customers/customer.entity.js';
import { Complaint } from '../complaint.entity.js';
import type { PriorityFacts } from './priority-score.js';

const repeatedWithinMs = 90 * dayMs;
const yearMs = 365 * dayMs;

/** Its words are yet to be read. */
export async function factsOf(em: EntityManager, complaint: Complaint): Promise<PriorityFacts> {
  const { booking, customer, createdAt } = complaint;
  const visit = booking ? await em.findOne(Booking, { id: booking }, { fields: ['totalPaise'] }) : null;
  const startsAt = { $gte: new Date(createdAt.getTime() - yearMs), $lt: createdAt };
  const { tier } = await em.findOneOrFail(Customer, { id: customer });
  return {
    customerTier: tier,
    bookingPaise: visit?.totalPaise ?? null,
    visits: await em.count(Booking, { customer, status: 'completed', startsAt }),
    earlier: await earlierOnes(em, complaint),
    upset: null,
    reportsDanger: false,
  };
}

/** About the same visit, the same professional, or the same kind of thing in the same service. */
async function earlierOnes(em: EntityManager, complaint: Complaint): Promise<number> {
  const { id, customer, booking, provider, service, category, createdAt } = complaint;
  const same = [
    ...(booking ? [{ booking }] : []),
    ...(provider ? [{ provider }] : []),
    ...(service ? [{ service, category }] : []),
  ];
  if (same.length === 0) return 0;
  return em.count(Complaint, {
    customer,
    id: { $ne: id },
    createdAt: { $gte: new Date(createdAt.getTime() - repeatedWithinMs), $lte: createdAt },
    status: { $nin: ['withdrawn', 'merged'] },
    $or: same,
  });
}
