import type { z } from 'zod';
import { Declaration } from '#libs/discovery';
import type { ToolSchema } from './tool-schema.js';

/** What the registry needs to know of a caller. */
export interface ToolCaller {
  readonly kind: string;
  readonly id?: string;
  /** The person whom a program acts for, where it is not the caller. */
  readonly onBehalfOf?: string;
  readonly permissions: ReadonlySet<string>;
}

/** How far a call has come, for whoever waits for it. */
export interface ToolProgress {
  done: number;
  total?: number;
  message?: string;
}

/** What a tool method gets as its third argument. */
export interface ToolCall {
  /** Id of what the person said yes to; set for every confirmed write. At most one effect may ever come from one confirmation. */
  readonly confirmation?: string;
  /** Fires when the time is up, or nobody waits any more: the work should stop. */
  readonly signal: AbortSignal;
  /** Does nothing where nobody wants to know. */
  readonly tell: (progress: ToolProgress) => void;
}

/**
 * A `write` changes something; an agent may call it only with a confirmation. A `reserve` keeps something for the person for a while, or gives
 * it back: bounded for each person, costs them nothing, and ends by itself; nobody has to agree to it.
 */
export type ToolEffect = 'read' | 'reserve' | 'write';

/** For how long the answer to the same arguments may be given again, and to whom. */
export interface ToolResultPolicy {
  /** At most a day. */
  seconds: number;
  /**
   * `everybody` where the answer depends on the arguments and on nothing of whoever asks. Otherwise each caller has answers of their own, for as
   * long as they may do the same, and until a tool has changed something for them.
   */
  scope: 'everybody' | 'caller';
}

export interface ToolDefinition<
  Input extends ToolSchema = ToolSchema,
  Output extends ToolSchema = ToolSchema,
> {
  /** `domain.verb_object`, unique. */
  name: string;
  /** For the agent that chooses: what it does and when to use it. */
  description: string;
  input: Input;
  /** What leaves: the same view as over HTTP. */
  output: Output;
  /** Checked before the arguments are looked at. */
  permission: string;
  /** Beside the permission, where that does not tell it all: whether the tool is there for the caller. */
  isFor?: (caller: ToolCaller) => boolean;
  effect: ToolEffect;
  /**
   * The operation of the API that it does for the agents of the chat, by its id (`createBooking`). Others are shown the tool of the operation
   * itself, which takes all that the route takes.
   */
  operation?: string;
  /** Milliseconds; default 30,000. */
  timeoutMs?: number;
  /** Of a `write` or `reserve`: calls with one confirmation have one effect together, however many there are and wherever one of them was cut off. */
  isRepeatable?: boolean;
  /**
   * Of a `write` or `reserve`: it does all in the transaction of its context, so that it can be done in one that is given up
   * (`rehearse` of #libs/orm). To be said when it was tried.
   */
  canRehearse?: boolean;
  /** Of a `read`. Without it every call is made. */
  cache?: ToolResultPolicy;
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
  // A domain keeps the confirmation of a write itself.
  return declaredTools.onMethod<Method>({ isRepeatable: true, ...definition } as ToolDefinition);
}

/** Runs a tool. What it throws as a DomainError is a refusal. */
export type RunTool = (caller: ToolCaller, input: unknown, call: ToolCall) => Promise<unknown>;

/** A tool that is no method: it comes from the API itself, from another server, from what staff have written. */
export interface SuppliedTool {
  readonly definition: ToolDefinition;
  readonly run: RunTool;
}

export const toolSources = new Declaration<string>('sources of tools', (name) => name);

/**
 * On a method that answers the tools that there are at this moment, from memory: it is asked at every call. A name that is taken already is
 * left to whoever took it: first domains, then sources by their names.
 * @param name unique
 */
export const SuppliesTools = (name: string) => toolSources.onMethod<() => readonly SuppliedTool[]>(name);

/** What is added to the data of the refusal of a caller who lacks the permission. */
export type ExplainRefusal = (
  caller: ToolCaller,
  tool: ToolDefinition,
) => Promise<Readonly<Record<string, unknown>>>;

export const refusalExplanations = new Declaration<string>('explanations of refusals', (name) => name);

/** On the method of whoever keeps a record of refusals: `(caller, tool) => data`. It must not throw. @param name unique */
export const ExplainsRefusals = (name: string) => refusalExplanations.onMethod<ExplainRefusal>(name);

/** One call that has ended. Arguments and answers are not part of it: they are of people. */
export interface ToolUse {
  readonly tool: ToolDefinition;
  readonly caller: ToolCaller;
  /** By which way it was called. */
  readonly via: ToolRoute;
  /** Code of the refusal; null where it was done. */
  readonly refusal: string | null;
  readonly milliseconds: number;
  /** Whether an earlier answer was given again. */
  readonly isCached: boolean;
}

/** By which way a tool is called. */
export type ToolRoute = 'chat' | 'rest' | 'mcp' | 'tool';

export const toolObservers = new Declaration<string>('observers of tools', (name) => name);

/** On a method that is told of every call of a known tool, but for rehearsals. It must neither throw nor wait. @param name unique */
export const ObservesTools = (name: string) => toolObservers.onMethod<(use: ToolUse) => void>(name);
