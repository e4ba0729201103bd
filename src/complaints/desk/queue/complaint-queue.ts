// The live queue of the desk: staff who follow it learn that a complaint came or changed, and read it then. It holds ids and codes, no words.
import { Injectable } from '@nestjs/common';
import { ListensTo, type DomainEvent } from '#libs/events';
import type { JobRun } from '#libs/jobs';
import { OpensSharedStream, StreamLog } from '#libs/realtime';
import { Forbidden } from '../../../access/access.errors.js';
import { isFor, mayDo, type Actor } from '../../../access/actor.js';
import {
  complaintAssigned,
  complaintDueSoon,
  complaintEscalated,
  complaintFiled,
  complaintMerged,
  complaintOverdue,
  complaintReclassified,
  complaintReplied,
  complaintSplit,
  complaintStatusChanged,
  complaintUnmerged,
  type ComplaintFacts,
} from '../../complaint.events.js';

const stream = 'complaints';

@Injectable()
export class ComplaintQueue {
  constructor(private readonly streams: StreamLog) {}

  /** @throws Forbidden to whoever does not look at complaints of everybody */
  @OpensSharedStream(stream)
  open(actor: Actor): Promise<void> {
    if (!isFor('staff', actor) || !mayDo(actor, 'complaints.read')) throw new Forbidden('complaints.read');
    return Promise.resolve();
  }

  /** Written by the delivery of the event, which is in the flush of the change: changes do not wait for each other at the end of one stream. */
  @ListensTo({
    name: 'complaints.queue',
    to: [
      complaintFiled,
      complaintStatusChanged,
      complaintReplied,
      complaintAssigned,
      complaintEscalated,
      complaintDueSoon,
      complaintOverdue,
      complaintReclassified,
      complaintMerged,
      complaintUnmerged,
      complaintSplit,
    ],
  })
  hear({ id: eventId, type: because, aggregate, data }: DomainEvent<ComplaintFacts>, run: JobRun): void {
    const { reference, assigneeId, category, severity, status, escalationLevel, dueAt } = data;
    const facts = { reference, assigneeId, category, severity, status, escalationLevel, dueAt };
    const type = because === complaintFiled.type ? 'complaint.filed' : 'complaint.changed';
    const entry = { type, data: { id: aggregate.id, eventId, because, ...facts } };
    run.atTheEnd(() => this.streams.append(stream, [entry]));
  }
}
