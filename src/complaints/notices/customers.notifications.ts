import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { newNotification, Notifies } from '#libs/notifications';
import { Complaint } from '../complaint.entity.js';
import {
  complaintFiled,
  complaintReplied,
  complaintStatusChanged,
  type ComplaintFacts,
} from '../complaint.events.js';
import { silenceMs } from '../complaint.states.js';
import { customerKinds } from './customer-kinds.js';

type StatusFacts = z.output<(typeof complaintStatusChanged)['data']>;
type ReplyFacts = z.output<(typeof complaintReplied)['data']>;

const listener = 'notifications.complaint_customers';
const { received, replied, waiting, resolved, closed } = customerKinds;

/** What customers are told of their complaints. */
@Injectable()
export class CustomerNotices {
  constructor(private readonly em: EntityManager) {}

  @Notifies({ listener, on: complaintFiled, kinds: [received] })
  received(event: DomainEvent<ComplaintFacts>) {
    const { dueAt: until } = event.data;
    return until ? newNotification({ kind: received, ...untilOf(event, new Date(until)) }) : null;
  }

  /**
   * Of an answer to many at once its incident tells them, once each, whatever number of theirs is part of it; of an apology the remedy that it is.
   */
  @Notifies({ listener, on: complaintReplied, kinds: [replied] })
  replied(event: DomainEvent<ReplyFacts>) {
    const { by, broadcastId, remedyId } = event.data;
    if (by !== 'staff' || broadcastId || remedyId) return null;
    return newNotification({ kind: replied, ...concerning(event) });
  }

  /** Of what has gone on since, nothing: the next event tells it. */
  @Notifies({ listener, on: complaintStatusChanged, kinds: [waiting, resolved, closed] })
  async statusChanged(event: DomainEvent<StatusFacts>) {
    const { status, from } = event.data;
    const complaint = await this.em.findOne(Complaint, { id: event.aggregate.id });
    if (complaint?.status !== status) return null;
    const { waitingSince, reopenableUntil } = complaint;
    if (status === 'waiting_for_customer') {
      const silentUntil = new Date(waitingSince!.getTime() + silenceMs);
      return newNotification({ kind: waiting, ...untilOf(event, silentUntil) });
    }
    if (status === 'resolved')
      return newNotification({ kind: resolved, ...untilOf(event, reopenableUntil!) });
    // What was solved is closed in silence: that it stays so was said before.
    if (status !== 'closed' || from === 'resolved') return null;
    return newNotification({ kind: closed, ...untilOf(event, reopenableUntil!) });
  }
}

function concerning({ aggregate: { id: complaintId }, data }: DomainEvent<ComplaintFacts>) {
  const { customerId, reference } = data;
  return { to: { kind: 'customer' as const, id: customerId }, facts: { complaintId, reference } };
}

function untilOf(event: DomainEvent<ComplaintFacts>, until: Date) {
  const { to, facts } = concerning(event);
  return { to, facts: { ...facts, until: until.toISOString() } };
}
