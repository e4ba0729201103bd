import type { z } from 'zod';
import { Declaration } from '#libs/discovery';

/** What the registry needs to know of a caller. */
export interface ToolCaller {
  readonly kind: string;
  readonly permissions: ReadonlySet<string>;
}

/** What a tool method gets as its third argument. */
export interface ToolCall {
  /** Id of what the person said yes to; set for every confirmed write. At most one effect may ever come from one confirmation. */
  readonly confirmation?: string;
  /** Fires when the time is up: the work should stop. */
  readonly signal: AbortSignal;
}

export interface ToolDefinition<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** `domain.verb_object`, unique. */
  name: string;
  /** For the agent that chooses: what it does and when to use it. */
  description: string;
  input: Input;
  /** What leaves: the same view as over HTTP. */
  output: Output;
  /** Checked before the arguments are looked at. */
  permission: string;
  /**
   * A `write` changes something; an agent may call it only with a confirmation. A `reserve` keeps something for the person for a while, or gives
   * it back: bounded for each person, costs them nothing, and ends by itself; nobody has to agree to it.
   */
  effect: 'read' | 'reserve' | 'write';
  timeoutMs?: number;
}

export const declaredTools = new Declaration<ToolDefinition>('tools', ({ name }) => name);

/**
 * Makes a method a tool: `(caller, input, call) => output`. Declared in `<domain>.tools.ts`; the registry finds it by itself.
 * What the method returns (entities, as a rule) is parsed by `output` before it leaves.
 */
export function Tool<Input extends z.ZodType, Output extends z.ZodType>(
  definition: ToolDefinition<Input, Output>,
) {
  type Method = (caller: never, input: z.output<Input>, call: ToolCall) => Promise<unknown>;
  return declaredTools.onMethod<Method>(definition as ToolDefinition);
}

/** What is added to the data of the refusal of a caller who lacks the permission. */
export type ExplainRefusal = (
  caller: ToolCaller,
  tool: ToolDefinition,
) => Promise<Readonly<Record<string, unknown>>>;

export const refusalExplanations = new Declaration<string>('explanations of refusals', (name) => name);

/** On the method of whoever keeps a record of refusals: `(caller, tool) => data`. It must not throw. @param name unique */
export const ExplainsRefusals = (name: string) => refusalExplanations.onMethod<ExplainRefusal>(name);
