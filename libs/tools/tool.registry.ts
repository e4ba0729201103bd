// Where domains publish what may be done, and the only way by which agents, MCP and REST call it. Every call is checked for
// permission, validated, confirmed (writes of agents), timed and traced here; what the domain refuses is an answer, not an exception.
import { AsyncLocalStorage } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { MikroORM, RequestContext } from '@mikro-orm/core';
import { DeclarationScan } from '#libs/discovery';
import { DomainError } from '#libs/errors';
import { nearNames } from './near-names.js';
import {
  declaredTools,
  refusalExplanations,
  toolObservers,
  toolSources,
  type ExplainRefusal,
  type RunTool,
  type SuppliedTool,
  type ToolCaller,
  type ToolDefinition,
  type ToolProgress,
  type ToolRoute,
  type ToolUse,
} from './tool.decorator.js';
import { refusal, type ToolOutcome } from './tool-outcome.js';
import { validate } from './tool-schema.js';

const defaultTimeoutMs = 30_000;
/** Tools may call tools, which are written by people who know nothing of each other. */
const deepest = 5;

/** A write that was given up may still be done a moment later: its confirmation makes sure that trying again does it once. */
const timedOut = {
  read: 'This took too long.',
  reserve: 'This took too long.',
  write: 'This took too long. It is not known whether it was done; trying again is safe.',
} as const;

export interface ToolCallOptions {
  /** Id of what the person agreed to; required for a write by an agent. */
  confirmation?: string;
  /** Fires when nobody waits for the answer any more. */
  signal?: AbortSignal;
  onProgress?: (progress: ToolProgress) => void;
  /** Default `chat`. Within another tool it is `tool`, whatever is said. */
  via?: ToolRoute;
}

@Injectable()
export class ToolRegistry implements OnModuleInit {
  private readonly logger = new Logger(ToolRegistry.name);
  private readonly declared = new Map<string, SuppliedTool>();
  private readonly depth = new AsyncLocalStorage<number>();
  private sources: (() => readonly SuppliedTool[])[] = [];
  private explanations: ExplainRefusal[] = [];
  private observers: ((use: ToolUse) => void)[] = [];

  constructor(
    private readonly scan: DeclarationScan,
    private readonly orm: MikroORM,
  ) {}

  onModuleInit(): void {
    for (const { definition, call } of this.scan.methods(declaredTools))
      this.declared.set(definition.name, { definition, run: call as unknown as RunTool });
    this.sources = this.scan
      .methods(toolSources)
      .sort((a, b) => (a.definition < b.definition ? -1 : 1))
      .map(({ call }) => call as unknown as () => readonly SuppliedTool[]);
    this.explanations = this.scan
      .methods(refusalExplanations)
      .map(({ call }) => call as unknown as ExplainRefusal);
    this.observers = this.scan
      .methods(toolObservers)
      .map(({ call }) => call as unknown as (use: ToolUse) => void);
  }

  /** Those that are methods, in no order. */
  list(): ToolDefinition[] {
    return [...this.declared.values()].map((tool) => tool.definition);
  }

  /** All that `caller` may call, by name, each once: of two for one operation, the one that is not for agents. */
  availableTo(caller: ToolCaller): ToolDefinition[] {
    const definitions = [...this.all().values()].map((tool) => tool.definition);
    const supplied = new Set(
      definitions.flatMap(({ name, operation }) =>
        operation && !this.declared.has(name) ? [operation] : [],
      ),
    );
    return definitions
      .filter(({ name, operation }) => !(operation && supplied.has(operation) && this.declared.has(name)))
      .filter((definition) => mayCall(caller, definition))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): ToolDefinition | undefined {
    return this.toolNamed(name)?.definition;
  }

  /**
   * Calls the tool `name` as `caller`. Never throws: whatever stands in the way comes back as a refusal.
   * The call has its own view of the database, so that calls may run side by side.
   */
  async execute(
    caller: ToolCaller,
    name: string,
    args: unknown,
    options: ToolCallOptions = {},
  ): Promise<ToolOutcome> {
    const tool = this.toolNamed(name);
    if (!tool) return this.unknown(caller, name);
    const started = performance.now();
    const outcome = await this.checked(tool, caller, args, options);
    const use: ToolUse = {
      tool: tool.definition,
      caller,
      via: this.depth.getStore() ? 'tool' : (options.via ?? 'chat'),
      refusal: outcome.ok ? null : outcome.refusal.code,
      milliseconds: performance.now() - started,
    };
    for (const observe of this.observers) observe(use);
    return outcome;
  }

  private toolNamed(name: string): SuppliedTool | undefined {
    const declared = this.declared.get(name);
    if (declared) return declared;
    for (const source of this.sources)
      for (const tool of source()) if (tool.definition.name === name) return tool;
    return undefined;
  }

  private all(): ReadonlyMap<string, SuppliedTool> {
    const all = new Map(this.declared);
    for (const source of this.sources)
      for (const tool of source()) if (!all.has(tool.definition.name)) all.set(tool.definition.name, tool);
    return all;
  }

  /** Names of what the caller may not call are not told. */
  private unknown(caller: ToolCaller, name: string): ToolOutcome {
    const near = nearNames(
      name,
      this.availableTo(caller).map((each) => each.name),
    );
    const meant = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
    const told = name.length > 100 ? `${name.slice(0, 100)}…` : name;
    return refusal('TOOL_UNKNOWN', 'not_found', `There is no tool ${told}.${meant}`, { suggestions: near });
  }

  private async checked(
    tool: SuppliedTool,
    caller: ToolCaller,
    args: unknown,
    options: ToolCallOptions,
  ): Promise<ToolOutcome> {
    const { definition } = tool;
    if (!mayCall(caller, definition)) {
      return refusal('FORBIDDEN', 'forbidden', 'The caller may not use this tool.', {
        requires: definition.permission,
        ...(await this.explain(caller, definition)),
      });
    }
    if (definition.effect === 'write' && caller.kind === 'agent' && !options.confirmation) {
      return refusal('NOT_CONFIRMED', 'forbidden', 'The person has not agreed to this.');
    }
    const depth = (this.depth.getStore() ?? 0) + 1;
    if (depth > deepest)
      return refusal('CALLS_TOO_DEEP', 'conflict', `Tools call each other at most ${deepest} deep.`);
    const input = validate(definition.input, args);
    if (input.issues) {
      const issues = input.issues.slice(0, 20).map((issue) => ({
        path: (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
        message: issue.message,
      }));
      return refusal('INPUT_INVALID', 'invalid', 'The arguments do not fit the tool.', { issues });
    }
    return this.depth.run(depth, () => this.run(tool, caller, input.value, options));
  }

  private async run(
    tool: SuppliedTool,
    caller: ToolCaller,
    input: unknown,
    { confirmation, signal: given, onProgress: tell = () => {} }: ToolCallOptions,
  ): Promise<ToolOutcome> {
    const { definition } = tool;
    const timeUp = AbortSignal.timeout(definition.timeoutMs ?? defaultTimeoutMs);
    const signal = given ? AbortSignal.any([given, timeUp]) : timeUp;
    let stop: (() => void) | undefined;
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason as Error);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
    });
    try {
      const work = RequestContext.create(this.orm.em, () =>
        tool.run(caller, input, { confirmation, signal, tell }),
      );
      const output = validate(definition.output, await Promise.race([work, stopped]));
      if (output.issues) throw new Error(`The answer does not fit: ${output.issues[0]!.message}`);
      return { ok: true, output: output.value };
    } catch (error) {
      if (error instanceof DomainError) return refusal(error.code, error.kind, error.detail, error.data);
      if (timeUp.aborted) return refusal('TIMED_OUT', 'unavailable', timedOut[definition.effect]);
      if (signal.aborted) return refusal('CANCELLED', 'unavailable', 'The call was cancelled.');
      this.logger.error({ tool: definition.name, err: error }, 'tool failed');
      return refusal('FAILED', 'unavailable', 'This does not work at the moment.');
    } finally {
      signal.removeEventListener('abort', stop!);
    }
  }

  private async explain(
    caller: ToolCaller,
    tool: ToolDefinition,
  ): Promise<Readonly<Record<string, unknown>>> {
    const parts = await Promise.all(this.explanations.map((explain) => explain(caller, tool)));
    return Object.assign({}, ...parts) as Record<string, unknown>;
  }
}

function mayCall(caller: ToolCaller, { permission, isFor }: ToolDefinition): boolean {
  return isFor ? isFor(caller) : caller.permissions.has(permission);
}
