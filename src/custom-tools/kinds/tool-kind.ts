import type { ToolCall } from '#libs/tools';
import type { Actor } from '../../access/actor.js';
import type { DefinitionFault } from '../custom-tools.errors.js';
import type { Arguments } from '../template.js';
import type { ToolInput } from '../tool-input.js';
import type { ToolAnswer } from './answer.js';

/** What a tool may do when it is called. Another kind is another file beside this one, and a line in `kinds.ts` and in the runner. */
export interface ToolKind<Action> {
  /** What the form of the action cannot tell: whether it goes together with what the tool takes. */
  faultsIn(action: Action, input: ToolInput): DefinitionFault[];
  /** @throws DomainError, which is what the caller is told */
  run(actor: Actor, action: Action, args: Arguments, call: CustomCall): Promise<ToolAnswer>;
}

export interface CustomCall extends ToolCall {
  /** Name of the tool. */
  readonly tool: string;
}

/** Faults of a text with places in it. @param takes what may stand there */
export function placesFault(
  path: string,
  placeholders: readonly { of: 'input' | 'secret'; name: string }[],
  input: ToolInput,
  takes: { secrets?: boolean; lists?: boolean; optional?: boolean },
): DefinitionFault[] {
  return placeholders.flatMap(({ of, name }) => {
    if (of === 'secret')
      return takes.secrets ? [] : [{ path, message: 'secrets stand only in headers and in the query' }];
    if (!Object.hasOwn(input.properties, name)) return [{ path, message: `the input has no ${name}` }];
    if (!takes.lists && input.properties[name]!.type === 'array')
      return [{ path, message: `${name} is a list, which cannot stand here` }];
    if (takes.optional === false && !input.required.includes(name))
      return [{ path, message: `${name} has to be required to stand here` }];
    return [];
  });
}
