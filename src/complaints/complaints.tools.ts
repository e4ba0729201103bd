import { Injectable } from '@nestjs/common';
import { Tool, type ToolCall } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { ComplaintsService } from './complaints.service.js';
import { complaintView, fileComplaintInput, type FileComplaintInput } from './complaints.schemas.js';

@Injectable()
export class ComplaintsTools {
  constructor(private readonly complaints: ComplaintsService) {}

  @Tool({
    name: 'complaints.create',
    description: 'Files a complaint of the customer, about one of their visits or about something else.',
    input: fileComplaintInput,
    output: complaintView,
    permission: 'complaints.create',
    effect: 'write',
  })
  create(actor: Actor, input: FileComplaintInput, call: ToolCall) {
    return this.complaints.file(actor, input, call.confirmation);
  }
}
