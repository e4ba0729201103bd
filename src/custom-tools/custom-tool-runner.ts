// Runs what a definition says, for callers and for whoever tries a draft.
import { Injectable } from '@nestjs/common';
import type { ToolCall } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { CustomToolConfirmations } from './confirmations/custom-tool-confirmations.service.js';
import { ToolBusy, type DefinitionFault } from './custom-tools.errors.js';
import type { ToolAnswer } from './kinds/answer.js';
import { HttpKind } from './kinds/http.kind.js';
import type { ToolAction } from './kinds/kinds.js';
import { QuestionKind } from './kinds/question.kind.js';
import type { ToolKind } from './kinds/tool-kind.js';
import type { Arguments } from './template.js';
import type { ToolDefinitionInput } from './tool-definition.js';

/** Of one tool, in one process: a server that is slow holds up its own tool, and not the program. */
const atOnce = 10;

@Injectable()
export class CustomToolRunner {
  private readonly kinds: { [Kind in ToolAction['kind']]: ToolKind<Extract<ToolAction, { kind: Kind }>> };
  private readonly underWay = new Map<string, number>();

  constructor(
    http: HttpKind,
    question: QuestionKind,
    private readonly confirmations: CustomToolConfirmations,
  ) {
    this.kinds = { http, question };
  }

  faultsIn({ action, effect, input }: ToolDefinitionInput): DefinitionFault[] {
    const faults = this.kindOf(action).faultsIn(action, input);
    if (action.kind === 'question' && effect !== 'read')
      faults.push({ path: 'effect', message: 'a question only reads' });
    return faults;
  }

  /** @param args as the form of the tool has let them through @throws DomainError */
  async run(
    actor: Actor,
    tool: string,
    { action, effect }: ToolDefinitionInput,
    args: Arguments,
    call: ToolCall,
  ): Promise<ToolAnswer> {
    const work = () => this.kindOf(action).run(actor, action, args, { ...call, tool });
    const running = this.underWay.get(tool) ?? 0;
    if (running >= atOnce) throw new ToolBusy(atOnce);
    this.underWay.set(tool, running + 1);
    try {
      if (effect === 'read' || call.confirmation === undefined) return await work();
      return await this.confirmations.once(tool, call.confirmation, work);
    } finally {
      const left = this.underWay.get(tool)! - 1;
      if (left === 0) this.underWay.delete(tool);
      else this.underWay.set(tool, left);
    }
  }

  private kindOf(action: ToolAction): ToolKind<ToolAction> {
    return this.kinds[action.kind] as ToolKind<ToolAction>;
  }
}
