// Runs a draft as whoever asks for it, and notes whether it went well. No transaction is open while others are waited for.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { DomainError } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { Clock } from '#libs/time';
import { refusal, refusalOf, type ToolOutcome } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { CustomToolRunner } from './custom-tool-runner.js';
import { ToolPermissionNotHeld, ToolTryUnconfirmed } from './custom-tools.errors.js';
import type { TryCustomTool } from './custom-tools.schemas.js';
import { CustomToolsService } from './custom-tools.service.js';
import { hostOf } from './kinds/http-request.js';
import { lockedTool } from './locked-tool.js';
import type { Arguments } from './template.js';
import type { ToolDefinitionInput } from './tool-definition.js';
import { checkedInput } from './tool-input.js';

/** Less than a request may take in all. */
const timeoutMs = 25_000;

@Injectable()
export class ToolTrials {
  constructor(
    private readonly em: EntityManager,
    private readonly tools: CustomToolsService,
    private readonly runner: CustomToolRunner,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * What it calls is really called.
   * @throws NotFound, PreconditionFailed, CustomToolNotDrafted, ToolPermissionNotHeld, ToolTryUnconfirmed
   */
  async try(actor: Actor, name: string, { input, confirmed }: TryCustomTool, expected: ExpectedVersions) {
    const tool = await this.tools.get(actor, name);
    checkVersion(tool, expected);
    const { number, definition } = tool.drafted;
    const { permission, effect, action } = definition;
    if (!actor.permissions.has(permission)) throw new ToolPermissionNotHeld(permission);
    if (effect === 'write' && !confirmed)
      throw new ToolTryUnconfirmed(action.kind === 'http' ? hostOf(action) : action.tool);
    const begun = performance.now();
    const outcome = await this.outcomeOf(actor, name, definition, input);
    const milliseconds = Math.round(performance.now() - begun);
    const isRecorded = await this.record(actor, name, number, definition, outcome);
    return {
      number,
      milliseconds,
      isRecorded,
      output: outcome.ok ? outcome.output : null,
      refusal: outcome.ok ? null : outcome.refusal,
    };
  }

  private async outcomeOf(
    actor: Actor,
    name: string,
    definition: ToolDefinitionInput,
    input: Arguments,
  ): Promise<ToolOutcome> {
    const issues = checkedInput(definition.input).check(input);
    if (issues.length > 0) {
      const told = issues.slice(0, 20).map(({ path = [], message }) => ({ path: path.join('.'), message }));
      return refusal('INPUT_INVALID', 'invalid', 'The arguments do not fit the tool.', { issues: told });
    }
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const output = await this.runner.run(actor, name, definition, input, { signal, tell: () => {} });
      return { ok: true, output };
    } catch (error) {
      if (error instanceof DomainError) return refusalOf(error);
      if (signal.aborted) return refusal('TIMED_OUT', 'unavailable', 'This took too long.');
      throw error;
    }
  }

  /** @returns false if the draft is not any more what was tried */
  private record(
    actor: Actor,
    name: string,
    number: number,
    definition: ToolDefinitionInput,
    outcome: ToolOutcome,
  ): Promise<boolean> {
    return this.em.transactional(async (em) => {
      const code = outcome.ok ? null : outcome.refusal.code;
      const tool = await lockedTool(em, name, undefined);
      const { draft } = tool;
      const isStill = draft?.number === number && draft.isStill(definition);
      if (isStill) {
        draft.recordTry({ by: actor.id, at: this.clock.now() }, code);
        tool.version += 1;
      }
      await this.audit.record(actor, {
        action: 'custom_tool.tried',
        object: { type: 'custom_tool', id: name },
        after: { number, refusal: code, isRecorded: isStill },
      });
      return isStill;
    });
  }
}
