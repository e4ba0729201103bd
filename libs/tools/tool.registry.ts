// Where domains publish what may be done, and the only way by which agents, MCP and REST call it. Every call is checked for
// permission, validated, confirmed (writes of agents), timed and traced here; what the domain refuses is an answer, not an exception.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { MikroORM, RequestContext } from '@mikro-orm/core';
import { DeclarationScan } from '#libs/discovery';
import { DomainError } from '#libs/errors';
import {
  declaredTools,
  refusalExplanations,
  type ExplainRefusal,
  type ToolCall,
  type ToolCaller,
  type ToolDefinition,
} from './tool.decorator.js';

const defaultTimeoutMs = 30_000;

/** A write that was given up may still be done a moment later: its confirmation makes sure that trying again does it once. */
const timedOut = {
  read: 'This took too long.',
  reserve: 'This took too long.',
  write: 'This took too long. It is not known whether it was done; trying again is safe.',
} as const;

export interface ToolRefusal {
  /** Of a domain error, or INPUT_INVALID, FORBIDDEN, NOT_CONFIRMED, TIMED_OUT, FAILED. */
  code: string;
  kind: string;
  detail: string;
  data: Readonly<Record<string, unknown>>;
}

export type ToolOutcome = { ok: true; output: unknown } | { ok: false; refusal: ToolRefusal };

type Run = (caller: ToolCaller, input: unknown, call: ToolCall) => Promise<unknown>;

interface RegisteredTool {
  definition: ToolDefinition;
  run: Run;
}

@Injectable()
export class ToolRegistry implements OnModuleInit {
  private readonly logger = new Logger(ToolRegistry.name);
  private readonly tools = new Map<string, RegisteredTool>();
  private explanations: ExplainRefusal[] = [];

  constructor(
    private readonly declared: DeclarationScan,
    private readonly orm: MikroORM,
  ) {}

  onModuleInit(): void {
    for (const { definition, call } of this.declared.methods(declaredTools))
      this.tools.set(definition.name, { definition, run: call as unknown as Run });
    this.explanations = this.declared
      .methods(refusalExplanations)
      .map(({ call }) => call as unknown as ExplainRefusal);
  }

  list(): ToolDefinition[] {
    return [...this.tools.values()].map((tool) => tool.definition);
  }

  /**
   * Calls the tool `name` as `caller`. Never throws: whatever stands in the way comes back as a refusal.
   * The call has its own view of the database, so that calls may run side by side.
   * @param confirmation id of what the person agreed to; required for a write by an agent
   */
  async execute(
    caller: ToolCaller,
    name: string,
    args: unknown,
    confirmation?: string,
  ): Promise<ToolOutcome> {
    const tool = this.tools.get(name);
    if (!tool) return refusal('TOOL_UNKNOWN', 'not_found', `There is no tool ${name}.`);
    const { definition } = tool;
    if (!caller.permissions.has(definition.permission)) {
      return refusal('FORBIDDEN', 'forbidden', 'The caller may not use this tool.', {
        requires: definition.permission,
        ...(await this.explain(caller, definition)),
      });
    }
    if (definition.effect === 'write' && caller.kind === 'agent' && !confirmation) {
      return refusal('NOT_CONFIRMED', 'forbidden', 'The person has not agreed to this.');
    }
    const input = definition.input.safeParse(args);
    if (!input.success) {
      const issues = input.error.issues.map((issue) => ({
        path: issue.path.join('.'),
        message: issue.message,
      }));
      return refusal('INPUT_INVALID', 'invalid', 'The arguments do not fit the tool.', { issues });
    }
    return this.run(tool, caller, input.data, confirmation);
  }

  private async run(
    tool: RegisteredTool,
    caller: ToolCaller,
    input: unknown,
    confirmation?: string,
  ): Promise<ToolOutcome> {
    const { definition } = tool;
    const abort = new AbortController();
    const { signal } = abort;
    const timeUp = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason)),
    );
    const timer = setTimeout(() => abort.abort(), definition.timeoutMs ?? defaultTimeoutMs);
    try {
      const work = RequestContext.create(this.orm.em, () =>
        tool.run(caller, input, { confirmation, signal }),
      );
      return { ok: true, output: definition.output.parse(await Promise.race([work, timeUp])) };
    } catch (error) {
      if (error instanceof DomainError) return refusal(error.code, error.kind, error.detail, error.data);
      if (signal.aborted) return refusal('TIMED_OUT', 'unavailable', timedOut[definition.effect]);
      this.logger.error({ tool: definition.name, err: error }, 'tool failed');
      return refusal('FAILED', 'unavailable', 'This does not work at the moment.');
    } finally {
      clearTimeout(timer);
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

function refusal(code: string, kind: string, detail: string, data: ToolRefusal['data'] = {}): ToolOutcome {
  return { ok: false, refusal: { code, kind, detail, data } };
}
