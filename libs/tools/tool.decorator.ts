import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

export const TOOL = 'tools:definition';

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
  /** A `write` changes something; an agent may call it only with a confirmation. */
  effect: 'read' | 'write';
  timeoutMs?: number;
}

/**
 * Makes a method a tool: `(caller, input, call) => output`. Declared in `<domain>.tools.ts`; the registry finds it by itself.
 * What the method returns (entities, as a rule) is parsed by `output` before it leaves.
 */
export function Tool<Input extends z.ZodType, Output extends z.ZodType>(
  definition: ToolDefinition<Input, Output>,
) {
  type Method = (caller: never, input: z.output<Input>, call: ToolCall) => Promise<unknown>;
  return <T extends Method>(target: object, key: string, descriptor: TypedPropertyDescriptor<T>): void => {
    SetMetadata(TOOL, definition)(target, key, descriptor);
  };
}
