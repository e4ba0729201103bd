import { Injectable } from '@nestjs/common';
import { JobType, type JobRun } from '#libs/jobs';
import type { Actor } from '../access/actor.js';
import { chatInput, chatView, type ChatInput } from './chat.schemas.js';
import { ChatService } from './chat.service.js';

@Injectable()
export class AgentsJobs {
  constructor(private readonly chat: ChatService) {}

  /** A second run finds the message by the id of the job, and the answer when there is one. */
  @JobType({
    type: 'chat.reply',
    description: 'Say something in a conversation, and be answered in the background.',
    input: chatInput,
    output: chatView,
    permission: 'conversations.create',
    audience: 'customer',
    cost: 'standard',
    timeoutSeconds: 60,
    retry: { attempts: 3 },
    announced: true,
    feature: 'chat',
    rateClass: 'chat',
  })
  async reply(actor: Actor, input: ChatInput, run: JobRun) {
    return chatView.parse(await this.chat.message(actor, input, `job:${run.id}`));
  }
}
