import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { plainText } from '#libs/http';
import { Tool, type ToolCall } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { ComplaintsService } from './complaints.service.js';
import { complaintView, fileComplaintToolInput } from './complaints.schemas.js';
import { ComplaintLifecycle } from './lifecycle/lifecycle.service.js';
import { bodyAtMost } from './updates/complaint-update.entity.js';
import { complaintUpdateView } from './updates/updates.schemas.js';
import { UpdatesService } from './updates/updates.service.js';

const listInput = z.strictObject({ limit: z.int().min(1).max(20).default(5) });
const listView = z.object({ complaints: z.array(complaintView) });
const referenceInput = z.strictObject({ reference: z.string().max(20) });
const updateInput = z.strictObject({
  complaintId: z.uuid(),
  body: plainText({ min: 1, max: bodyAtMost }).describe('In the words of the customer.'),
});
const reasonInput = z.strictObject({
  complaintId: z.uuid(),
  reason: plainText({ max: 300 }).default('').describe('Why, in the words of the customer.'),
});
type ReasonInput = z.output<typeof reasonInput>;

const permission = 'complaints.create';

/** What an agent may do with complaints. */
@Injectable()
export class ComplaintsTools {
  constructor(
    private readonly complaints: ComplaintsService,
    private readonly updates: UpdatesService,
    private readonly lifecycle: ComplaintLifecycle,
  ) {}

  @Tool({
    name: 'complaints.create',
    operation: 'fileComplaint',
    description: 'Files a complaint of the customer, about one of their visits or about something else.',
    input: fileComplaintToolInput,
    output: complaintView,
    permission,
    effect: 'write',
  })
  create(actor: Actor, input: z.output<typeof fileComplaintToolInput>, call: ToolCall) {
    return this.complaints.file(actor, input, call.confirmation);
  }

  @Tool({
    name: 'complaints.list',
    operation: 'listComplaints',
    description: 'Lists the complaints of the customer, the latest first, solved ones included.',
    input: listInput,
    output: listView,
    permission: 'complaints.read',
    effect: 'read',
  })
  async list(actor: Actor, { limit }: z.output<typeof listInput>) {
    return { complaints: await this.complaints.latest(actor, limit) };
  }

  @Tool({
    name: 'complaints.get',
    operation: 'getComplaint',
    description: 'Looks up a complaint of the customer by its reference.',
    input: referenceInput,
    output: complaintView,
    permission: 'complaints.read',
    effect: 'read',
  })
  get(actor: Actor, { reference }: z.output<typeof referenceInput>) {
    return this.complaints.byReference(actor, reference);
  }

  @Tool({
    name: 'complaints.add_update',
    operation: 'addComplaintUpdate',
    description: 'Adds what the customer has to say to a complaint of theirs that somebody works on.',
    input: updateInput,
    output: complaintUpdateView,
    permission,
    effect: 'write',
  })
  addUpdate(actor: Actor, { complaintId, body }: z.output<typeof updateInput>, call: ToolCall) {
    return this.updates.add(actor, complaintId, { body, visibility: 'public' }, call.confirmation);
  }

  @Tool({
    name: 'complaints.escalate',
    operation: 'escalateComplaint',
    description: 'Passes a complaint of the customer one level up.',
    input: reasonInput,
    output: complaintView,
    permission,
    effect: 'write',
  })
  escalate(actor: Actor, { complaintId, reason }: ReasonInput, call: ToolCall) {
    return this.lifecycle.escalate(actor, complaintId, { reason, requestKey: call.confirmation });
  }

  @Tool({
    name: 'complaints.withdraw',
    operation: 'withdrawComplaint',
    description: 'Withdraws a complaint of the customer, for good.',
    input: reasonInput,
    output: complaintView,
    permission,
    effect: 'write',
  })
  withdraw(actor: Actor, { complaintId, reason }: ReasonInput, call: ToolCall) {
    return this.lifecycle.withdraw(actor, complaintId, { reason, requestKey: call.confirmation });
  }

  @Tool({
    name: 'complaints.reopen',
    operation: 'reopenComplaint',
    description: 'Reopens a complaint of the customer that was solved or closed at most 14 days ago.',
    input: reasonInput,
    output: complaintView,
    permission,
    effect: 'write',
  })
  reopen(actor: Actor, { complaintId, reason }: ReasonInput, call: ToolCall) {
    return this.lifecycle.reopen(actor, complaintId, { reason, requestKey: call.confirmation });
  }
}
