import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool, type ToolCall } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { agentCallbackInput, callbackView } from './callbacks.schemas.js';
import { CallbacksService } from './callbacks.service.js';

const listInput = z.strictObject({ limit: z.number().int().min(1).max(20).default(20) });

/** What an agent may do about calls. */
@Injectable()
export class CallbacksTools {
  constructor(private readonly callbacks: CallbacksService) {}

  @Tool({
    name: 'callbacks.list',
    operation: 'listCallbacks',
    description: 'The calls that the customer still waits for, the newest first.',
    input: listInput,
    output: z.object({ items: z.array(callbackView) }),
    permission: 'conversations.read',
    effect: 'read',
  })
  async list(actor: Actor, { limit }: z.output<typeof listInput>) {
    return { items: await this.callbacks.waitedFor(actor, limit) };
  }

  @Tool({
    name: 'callbacks.request',
    operation: 'requestCallback',
    description: 'Asks for a call to the verified telephone number of the account.',
    input: agentCallbackInput,
    output: callbackView,
    permission: 'conversations.create',
    effect: 'write',
  })
  request(actor: Actor, wish: z.output<typeof agentCallbackInput>, call: ToolCall) {
    return this.callbacks.request(actor, wish, call.confirmation);
  }
}
