// Every agent that writes, for proofs that are told of each of them: what it needs beforehand, what is said up to its proposal, and what a yes
// to that leaves in the database.
import type { EntityManager } from '@mikro-orm/core';
import { Booking, BookingTransition } from '../../src/bookings/booking.entity.js';
import { CallbackRequest } from '../../src/callbacks/callback-request.entity.js';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import type { TestApp } from '../support/app.js';
import type { Given } from '../support/given.js';
import { fileGiven } from './complaints.js';
import { newTalker, type Talker } from './conversation.js';
import { bookVisit, ownPhone } from './player.js';

export interface WritingAgent {
  agent: string;
  needs: 'visit' | 'phone' | 'complaint' | 'nothing';
  upToTheProposal: string[];
  /** What the answer to the yes says was brought about. */
  outcome: string;
  /** How often that stands in the database. */
  effects(em: EntityManager, customer: string): Promise<number>;
}

const isCancelled = { status: 'cancelled' } as const;

export const writingAgents: readonly WritingAgent[] = [
  {
    agent: 'booking',
    needs: 'nothing',
    upToTheProposal: ['my ac is not cooling, 560034', 'tomorrow 10 am', '12, 5th cross, Koramangala'],
    outcome: 'booking',
    effects: (em, customer) => em.count(Booking, { customer }),
  },
  {
    agent: 'cancellation',
    needs: 'visit',
    upToTheProposal: ['cancel my booking'],
    outcome: 'cancellation',
    effects: (em, customer) => em.count(Booking, { customer, ...isCancelled }),
  },
  {
    agent: 'rescheduling',
    needs: 'visit',
    upToTheProposal: ['move my visit to monday 3 pm'],
    outcome: 'reschedule',
    effects: (em, customer) => em.count(BookingTransition, { booking: { customer }, kind: 'rescheduled' }),
  },
  {
    agent: 'noting',
    needs: 'visit',
    upToTheProposal: ['please tell him to bring a ladder'],
    outcome: 'note',
    effects: async (em, customer) => {
      const [visit] = await em.find(Booking, { customer });
      return visit!.notes.split('ladder').length - 1;
    },
  },
  {
    agent: 'callback',
    needs: 'phone',
    upToTheProposal: ['please call me back', 'tomorrow morning'],
    outcome: 'callback',
    effects: (em, customer) => em.count(CallbackRequest, { customer }),
  },
  {
    agent: 'complaint',
    needs: 'nothing',
    upToTheProposal: ['your technician was rude and shouted at me'],
    outcome: 'complaint',
    effects: (em, customer) => em.count(Complaint, { customer }),
  },
  {
    agent: 'complaint_case',
    needs: 'complaint',
    upToTheProposal: ['please withdraw my complaint'],
    outcome: 'complaint_withdrawal',
    effects: (em, customer) => em.count(Complaint, { customer, status: 'withdrawn' }),
  },
  {
    agent: 'safety',
    needs: 'nothing',
    upToTheProposal: ['there is a gas smell in my kitchen', 'file a complaint'],
    outcome: 'complaint',
    effects: (em, customer) => em.count(Complaint, { customer }),
  },
];

/**
 * A customer of their own, with what the agent needs, and its proposal before them.
 * @param nth for a time or number that nobody else has
 * @param day of the visit that is needed
 */
export async function proposedBy(
  { needs, upToTheProposal }: WritingAgent,
  running: TestApp,
  given: Given,
  nth: number,
  date = '2026-11-21',
): Promise<Talker> {
  const talker = await newTalker(running, given);
  if (needs === 'visit') {
    const time = `${12 + nth}:00`;
    const place = { pincode: '560034', line: '12, 5th Cross', isPast: false };
    await bookVisit(running, talker.customerId, { ...place, service: 'ac-repair', date, time });
  }
  if (needs === 'phone')
    await ownPhone(running, talker.customerId, { digits: `98765012${30 + nth}`, isVerified: true });
  if (needs === 'complaint') {
    const complaint = { category: 'lateness', severity: 'low', status: 'open', subject: 'Came late' };
    await fileGiven(running, talker.customerId, [complaint]);
  }
  for (const message of upToTheProposal) await talker.say(message);
  return talker;
}
