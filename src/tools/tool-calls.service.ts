// Calls of tools over REST.
import { Injectable } from '@nestjs/common';
import { RateLimiter } from '#libs/http';
import { currentRequest } from '#libs/observability';
import { refusalOf, ToolRegistry, type ToolDefinition, type ToolOutcome } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { ToolConfirmations } from './tool-confirmations.service.js';
import { ToolCallRefused } from './tool-refusals.js';
import { longestAnswer, ToolAnswerTooLong } from './tools.errors.js';
import type { ExecuteToolInput } from './tools.schemas.js';

@Injectable()
export class ToolCalls {
  constructor(
    private readonly registry: ToolRegistry,
    private readonly confirmations: ToolConfirmations,
    private readonly limiter: RateLimiter,
  ) {}

  /**
   * @param signal fires when nobody waits any more: the work ends
   * @throws ToolCallRefused, and what stands in the way of a confirmation
   */
  async execute(actor: Actor, { name, arguments: args, ...input }: ExecuteToolInput, signal: AbortSignal) {
    const tool = this.registry.findFor(actor, name);
    const { confirmation, dryRun } = input;
    // It holds up others more than a call does.
    if (dryRun) await this.limiter.take('expensive', actor, currentRequest()?.address ?? '');
    const isConfirmed = tool && confirmation !== undefined && !dryRun && tool.effect !== 'read';
    const [outcome, isRepeated] = isConfirmed
      ? await this.confirmed(actor, { tool, args, confirmation }, signal)
      : [await this.registry.execute(actor, name, args, { signal, via: 'rest', rehearse: dryRun }), false];
    const told = bounded(outcome);
    if (!told.ok) throw new ToolCallRefused(told.refusal, name);
    const { output, isCached = false, changes = null } = told;
    return { name, output, isCached, isRepeated, changes };
  }

  private async confirmed(
    actor: Actor,
    call: { tool: ToolDefinition; args: unknown; confirmation: string },
    signal: AbortSignal,
  ): Promise<[outcome: ToolOutcome, isRepeated: boolean]> {
    const begun = await this.confirmations.begin(actor, call);
    if ('kept' in begun) return [begun.kept, true];
    const { tool, args, confirmation } = call;
    const outcome = await this.registry.execute(actor, tool.name, args, {
      confirmation,
      signal,
      via: 'rest',
    });
    await this.confirmations.end(begun, outcome);
    return [outcome, false];
  }
}

function bounded(outcome: ToolOutcome): ToolOutcome {
  if (!outcome.ok || JSON.stringify(outcome.output ?? null).length <= longestAnswer) return outcome;
  return refusalOf(new ToolAnswerTooLong());
}
