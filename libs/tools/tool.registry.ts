// Where domains publish what may be done, and the only way by which agents, MCP and REST call it. Every call is checked for
// permission, validated, confirmed (writes of agents), timed and traced here; what the domain refuses is an answer, not an exception.
import { AsyncLocalStorage } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { MikroORM, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DeclarationScan } from '#libs/discovery';
import { DomainError } from '#libs/errors';
import { isRehearsing, newId, OPEN_DATABASE, rehearse, type OpenDatabase, type TableChange } from '#libs/orm';
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
import { refusal, refusalOf, type ToolOutcome } from './tool-outcome.js';
import { ToolResults } from './tool-results.js';
import { validate } from './tool-schema.js';

const defaultTimeoutMs = 30_000;
/** On the embedded database nobody else gets anything while a rehearsal holds its transaction. */
const rehearsalMs = 5_000;
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
  /** What the call would do, without doing it: of what writes, and says that it can be rehearsed. It needs no confirmation. */
  rehearse?: boolean;
}

/** A call that has been let in. */
interface RunningCall extends ToolCallOptions {
  tool: SuppliedTool;
  caller: ToolCaller;
  input: unknown;
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
    private readonly results: ToolResults,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
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

  /** Undefined also for what the caller may not call. */
  findFor(caller: ToolCaller, name: string): ToolDefinition | undefined {
    const definition = this.find(name);
    return definition && mayCall(caller, definition) ? definition : undefined;
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
    if (options.rehearse) return outcome;
    const use: ToolUse = {
      tool: tool.definition,
      caller,
      via: this.depth.getStore() ? 'tool' : (options.via ?? 'chat'),
      refusal: outcome.ok ? null : outcome.refusal.code,
      milliseconds: performance.now() - started,
      isCached: outcome.ok && outcome.isCached === true,
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
  unknown(caller: ToolCaller, name: string): ReturnType<typeof refusal> {
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
    if (options.rehearse && !definition.canRehearse)
      return refusal(
        'NOT_REHEARSABLE',
        'unprocessable',
        'What this tool would do cannot be told beforehand.',
      );
    const isConfirmed = options.confirmation !== undefined || options.rehearse;
    if (definition.effect === 'write' && caller.kind === 'agent' && !isConfirmed) {
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
    const call: RunningCall = { ...options, tool, caller, input: input.value };
    const run = () => this.depth.run(depth, () => this.run(call));
    if (definition.effect !== 'read') return run().finally(() => this.changed(call));
    return definition.cache ? this.results.answer(definition, caller, input.value, run) : run();
  }

  /** Also where it was refused or cut off: it may have been done in part, or be done yet. */
  private async changed({ caller, rehearse }: RunningCall): Promise<void> {
    if (!rehearse) await this.results.forget(caller);
  }

  private async run(call: RunningCall): Promise<ToolOutcome> {
    const { definition } = call.tool;
    const limitMs = call.rehearse ? rehearsalMs : (definition.timeoutMs ?? defaultTimeoutMs);
    const over = new AbortController();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      over.abort(new Error('The time is up.'));
    }, limitMs);
    const cancel = (): void => over.abort(call.signal!.reason);
    call.signal?.addEventListener('abort', cancel, { once: true });
    if (call.signal?.aborted) cancel();
    try {
      const { result, changes } = await this.done(call, over.signal);
      const output = validate(definition.output, result);
      if (output.issues) throw new Error(`The answer does not fit: ${output.issues[0]!.message}`);
      return { ok: true, output: output.value, ...(changes && { changes }) };
    } catch (error) {
      if (error instanceof DomainError) return refusalOf(error);
      if (isLate)
        return refusal('TIMED_OUT', 'unavailable', timedOut[call.rehearse ? 'read' : definition.effect]);
      if (over.signal.aborted) return refusal('CANCELLED', 'unavailable', 'The call was cancelled.');
      this.logger.error({ tool: definition.name, err: error }, 'tool failed');
      return refusal('FAILED', 'unavailable', 'This does not work at the moment.');
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', cancel);
    }
  }

  /** What the tool answers, unless the signal comes first; its statements then end as well, and its transaction with them. */
  private async done(
    { tool, caller, input, confirmation, rehearse: isRehearsal, onProgress: tell = () => {} }: RunningCall,
    signal: AbortSignal,
  ): Promise<{ result: unknown; changes?: TableChange[] }> {
    const stopped = new Promise<never>((_, reject) => {
      const stop = (): void => reject(signal.reason as Error);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
    // It may come when nobody looks at it any more.
    stopped.catch(() => undefined);
    const given = isRehearsal ? `rehearsal-${newId()}` : confirmation;
    const work = () =>
      Promise.race([tool.run(caller, input, { confirmation: given, signal, tell }), stopped]);
    // Part of a rehearsal already: with a view of its own it would leave the transaction.
    if (isRehearsing()) return { result: await work() };
    // The embedded database cannot be told to stop over another connection: what runs there is waited for.
    const inflightQueryAbortStrategy = this.database.shared ? 'cancel query' : 'ignore query';
    return RequestContext.create(
      this.orm.em,
      async () =>
        isRehearsal
          ? Promise.race([rehearse(this.orm.em as SqlEntityManager, work), stopped])
          : { result: await work() },
      { signal, inflightQueryAbortStrategy },
    );
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
