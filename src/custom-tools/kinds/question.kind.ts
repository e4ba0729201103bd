import { Injectable } from '@nestjs/common';
import { ToolRegistry } from '#libs/tools';
import { z } from 'zod';
import { jsonValue } from '#libs/http';
import type { Actor } from '../../access/actor.js';
import { QuestionNotReadOnly, QuestionRefused, type DefinitionFault } from '../custom-tools.errors.js';
import {
  filledJson,
  hasStrayBraces,
  onlyPlaceholder,
  placeholdersIn,
  textsIn,
  type Arguments,
} from '../template.js';
import type { ToolInput } from '../tool-input.js';
import { answerSelection, selected, type ToolAnswer } from './answer.js';
import { placesFault, type CustomCall, type ToolKind } from './tool-kind.js';

const argumentsAtMost = 30;

export const questionAction = z.strictObject({
  kind: z.literal('question'),
  tool: z
    .string()
    .max(64)
    .regex(/^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+$/, 'must be the name of a tool')
    .describe('What is asked; it must only read. It is asked as the caller, who is told what they may see.'),
  arguments: z
    .record(z.string().min(1).max(60), jsonValue)
    .refine((all) => Object.keys(all).length <= argumentsAtMost, `must have at most ${argumentsAtMost}`)
    .refine((all) => JSON.stringify(all).length <= 16_000, 'must be at most 16,000 characters of JSON')
    .default({})
    .describe('A text that is one `{{input.name}}` becomes its value, or is left out with it.'),
  answer: z.strictObject(answerSelection).prefault({}),
});
export type QuestionAction = z.output<typeof questionAction>;

/** A saved question: another tool with arguments that are fixed, or come from the input. */
@Injectable()
export class QuestionKind implements ToolKind<QuestionAction> {
  constructor(private readonly registry: ToolRegistry) {}

  faultsIn(action: QuestionAction, input: ToolInput): DefinitionFault[] {
    return textsIn(action.arguments, 'action.arguments').flatMap(({ path, text }) => [
      ...(hasStrayBraces(text) ? [{ path, message: 'has braces that are no {{input.name}}' }] : []),
      ...placesFault(path, placeholdersIn(text), input, { lists: onlyPlaceholder(text) !== undefined }),
    ]);
  }

  /** As whoever calls, by the registry: its permission, form, limit of depth and time are those of any other call. */
  async run(actor: Actor, action: QuestionAction, args: Arguments, call: CustomCall): Promise<ToolAnswer> {
    const asked = this.registry.find(action.tool);
    // What it was when the question was published, it may not be any more.
    if (asked && asked.effect !== 'read') throw new QuestionNotReadOnly(action.tool);
    const outcome = await this.registry.execute(actor, action.tool, filledJson(action.arguments, args), {
      signal: call.signal,
      via: 'tool',
    });
    if (!outcome.ok) throw new QuestionRefused(outcome.refusal);
    return selected(outcome.output, action.answer);
  }
}
