// The tools of the registry, and those that only MCP has, as clients see and call them.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  acceptedContent,
  inputRequired,
  inputResponse,
  ProtocolError,
  ProtocolErrorCode,
  type CallToolResult,
  type InputRequiredResult,
  type Tool,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { DeclarationScan } from '#libs/discovery';
import { DomainError } from '#libs/errors';
import {
  nearNames,
  printSchema,
  refusal,
  ToolRegistry,
  validate,
  type JsonSchema,
  type ToolDefinition,
  type ToolOutcome,
} from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { ConfirmationStates } from './confirmation-states.js';
import {
  mcpTools,
  shownOf,
  type McpArguments,
  type McpCall,
  type McpToolDefinition,
  type RunMcpTool,
} from './mcp.declarations.js';
import { ProposalDeclined } from './mcp.errors.js';
import { pageOf, type Page } from './mcp-pages.js';
import { ToolProposalsService } from './proposals/tool-proposals.service.js';
import { notDoneYet, resultOf } from './tool-results.js';
import { annotationsOf } from './tool-annotations.js';
import { mcpNameOf, titleOf, toolSetOf } from './tool-names.js';
import { summaryOf } from './tool-summary.js';

const pageSize = 100;
/** What the client shows to its person. */
const yesForm = z.object({ confirm: z.boolean() });

interface OwnTool {
  definition: McpToolDefinition;
  call: RunMcpTool;
}

@Injectable()
export class McpTools implements OnModuleInit {
  private own: readonly OwnTool[] = [];
  /** Printed once: of all tools of a super admin it takes tens of milliseconds. */
  private readonly printed = new WeakMap<ToolDefinition, Tool>();

  constructor(
    private readonly scan: DeclarationScan,
    private readonly registry: ToolRegistry,
    private readonly proposals: ToolProposalsService,
    private readonly states: ConfirmationStates,
  ) {}

  onModuleInit(): void {
    this.own = this.scan
      .methods(mcpTools)
      .map(({ definition, call }) => ({ definition, call: call as unknown as RunMcpTool }));
  }

  /** @param sets of tools, by the first part of their names; all where none is given */
  list(
    call: Pick<McpCall, 'actor' | 'canElicit'>,
    sets: readonly string[],
    cursor?: string,
  ): Page<'tools', Tool> {
    const own = this.ownFor(call).map(({ definition }) => toolOf(definition));
    const registered = this.offered(call.actor, sets).map((definition) => this.print(definition));
    return pageOf('tools', [...own, ...registered], pageSize, cursor);
  }

  /** What tells whether the list of a caller has changed. */
  namesFor(actor: Actor): string {
    return this.registry
      .availableTo(actor)
      .map(({ name }) => name)
      .join(' ');
  }

  /** The tool sets of a caller. */
  setsFor(actor: Actor): string[] {
    return [...new Set(this.registry.availableTo(actor).map(({ name }) => toolSetOf(name)))];
  }

  async call(
    call: McpCall,
    sets: readonly string[],
    name: string,
    args: McpArguments,
  ): Promise<CallToolResult | InputRequiredResult> {
    const own = this.ownFor(call).find(({ definition }) => definition.name === name);
    if (own) return guarded(() => own.call(args, call));
    const { actor } = call;
    const offered = this.offered(actor, sets);
    const definition = offered.find((each) => each.name === name || mcpNameOf(each.name) === name);
    if (!definition) return this.notOffered(call, offered, name);
    return definition.effect === 'write'
      ? this.propose(call, definition, args)
      : resultOf(
          await this.registry.execute(actor, definition.name, args, {
            signal: call.context.mcpReq.signal,
            via: 'mcp',
            onProgress: progressOf(call),
          }),
        );
  }

  /** A tool that there is and that they may not use is refused, with what it takes; of one that there is not, what may have been meant is told. */
  private async notOffered(
    { actor }: McpCall,
    offered: readonly ToolDefinition[],
    name: string,
  ): Promise<CallToolResult> {
    const known = this.registry.find(name) ?? this.registry.find(name.replace('_', '.'));
    const mayUse = known && (known.isFor ? known.isFor(actor) : actor.permissions.has(known.permission));
    if (known && !mayUse) return resultOf(await this.registry.execute(actor, known.name, {}, { via: 'mcp' }));
    const suggestions = nearNames(
      name.replaceAll('_', '.'),
      offered.map((each) => each.name),
    ).map(mcpNameOf);
    const told = name.length > 100 ? `${name.slice(0, 100)}…` : name;
    const meant = suggestions.length > 0 ? ` Did you mean ${suggestions.join(', ')}?` : '';
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${told}.${meant}`, {
      suggestions,
    });
  }

  /** Asks the person, and does it when they have agreed. */
  private async propose(
    call: McpCall,
    definition: ToolDefinition,
    args: McpArguments,
  ): Promise<CallToolResult | InputRequiredResult> {
    const { actor, context } = call;
    const state = this.states.read(context);
    if (state) {
      const isThis = state.tool === definition.name && state.digest === this.states.digestOf(args);
      const answer = inputResponse(context.mcpReq.inputResponses, 'confirm');
      if (isThis && answer.kind === 'elicit') {
        const said = acceptedContent(context.mcpReq.inputResponses, 'confirm', yesForm);
        if (answer.action !== 'accept' || said?.confirm === false) return this.decline(actor, state.proposal);
        if (said?.confirm === true) return resultOf(await this.proposals.confirm(actor, state.proposal));
      }
      if (!isThis) throw invalidState();
    }
    // What cannot be called like this is not put before anybody.
    if (validate(definition.input, args).issues)
      return resultOf(await this.registry.execute(actor, definition.name, args, { via: 'mcp' }));
    return this.ask(call, definition, args);
  }

  private async ask(
    { actor, canElicit }: McpCall,
    definition: ToolDefinition,
    args: McpArguments,
  ): Promise<CallToolResult | InputRequiredResult> {
    return guarded(async () => {
      const summary = summaryOf(definition, args);
      const way = canElicit ? 'form' : 'call';
      const { id, expiresAt } = await this.proposals.propose(actor, {
        tool: definition.name,
        arguments: { ...args },
        summary,
        way,
      });
      if (way === 'call') return notDoneYet({ id, summary, expiresAt });
      return inputRequired({
        inputRequests: {
          confirm: inputRequired.elicit({
            message: `${summary}\n\nShall this be done?`,
            requestedSchema: {
              type: 'object',
              properties: {
                confirm: { type: 'boolean', title: 'Do it', description: 'Yes, do exactly this.' },
              },
              required: ['confirm'],
            },
          }),
        },
        requestState: this.states.seal(actor, {
          proposal: id,
          tool: definition.name,
          digest: this.states.digestOf(args),
          expiresAt: expiresAt.getTime(),
        }),
      });
    });
  }

  private async decline(actor: Actor, proposal: string): Promise<CallToolResult> {
    await this.proposals.decline(actor, proposal);
    return resultOf(refusalOf(new ProposalDeclined()));
  }

  private ownFor(call: Pick<McpCall, 'actor' | 'canElicit'>): OwnTool[] {
    return this.own.filter(({ definition }) => definition.isFor?.(call) ?? true);
  }

  private offered(actor: Actor, sets: readonly string[]): ToolDefinition[] {
    const all = this.registry.availableTo(actor);
    return sets.length === 0 ? all : all.filter(({ name }) => sets.includes(toolSetOf(name)));
  }

  private print(definition: ToolDefinition): Tool {
    let tool = this.printed.get(definition);
    if (!tool) {
      const isOurs = definition.operation !== undefined || this.registry.list().includes(definition);
      const output = printSchema(definition.output, 'output');
      tool = {
        name: mcpNameOf(definition.name),
        title: titleOf(definition.name),
        description: definition.description,
        inputSchema: printSchema(definition.input, 'input') as Tool['inputSchema'],
        ...(isObject(output) && { outputSchema: output as Tool['outputSchema'] }),
        annotations: annotationsOf(definition, isOurs),
      };
      this.printed.set(definition, tool);
    }
    return tool;
  }
}

/** What is no object at its root is answered as text alone. */
function isObject(schema: JsonSchema): boolean {
  return schema.type === 'object';
}

function toolOf(definition: McpToolDefinition): Tool {
  return { inputSchema: { type: 'object', properties: {} }, ...shownOf(definition) };
}

function invalidState(): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, 'This state belongs to another call.', {
    reason: 'invalid_request_state',
  });
}

async function guarded<Result>(work: () => Promise<Result>): Promise<Result | CallToolResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) return resultOf(refusalOf(error));
    throw error;
  }
}

function refusalOf({ code, kind, detail, data }: DomainError): ToolOutcome {
  return refusal(code, kind, detail, data);
}

/** Undefined where nobody wants to know. What cannot be told any more is not told. */
function progressOf({ context }: McpCall) {
  const progressToken = context.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  return ({ done, total, message }: { done: number; total?: number; message?: string }): void => {
    const params = { progressToken, progress: done, total, message };
    context.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
}
