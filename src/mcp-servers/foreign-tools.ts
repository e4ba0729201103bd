// The approved tools of foreign servers, in the memory of each process, as tools of ours.
import { randomUUID } from 'node:crypto';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OPEN_DATABASE, type OpenDatabase } from '#libs/orm';
import {
  SuppliesTools,
  type SuppliedTool,
  type ToolCall,
  type ToolCaller,
  type ToolSchemaIssue,
} from '#libs/tools';
import { customerScope, type Actor } from '../access/actor.js';
import { ConfirmedCalls } from './confirmed-calls.js';
import { ConnectionFault } from './connections/connection-fault.js';
import { answerOf, answerSchema } from './connections/foreign-answer.js';
import { ForeignServers } from './connections/foreign-servers.js';
import { argumentsCheck, loadValidator, SchemaRefused } from './definitions/foreign-schema.js';
import type { ToolDefinitionOfServer } from './definitions/tool-definition.js';
import { McpServer } from './mcp-server.entity.js';
import { McpServerFailed, McpToolFailed } from './mcp-servers.errors.js';
import { McpTool } from './mcp-tool.entity.js';
import { ServerTally } from './server-tally.js';

/** The channel of the database on which every process hears that servers or approvals have changed. */
export const mcpServersSignal = 'mcp_servers';

/** Behind the limit of the call itself, which says more. */
const graceMs = 5_000;

@Injectable()
export class ForeignTools implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('ForeignTools');
  private supplied: readonly SuppliedTool[] = [];
  private stopListening: (() => Promise<void>) | undefined;
  private reloading: Promise<void> = Promise.resolve();

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
    private readonly servers: ForeignServers,
    private readonly confirmed: ConfirmedCalls,
    private readonly tally: ServerTally,
  ) {}

  @SuppliesTools('mcp')
  tools(): readonly SuppliedTool[] {
    return this.supplied;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.stopListening = await this.database.signals.listen(mcpServersSignal, () => void this.reload());
    await this.reload();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stopListening?.();
  }

  /** To be called after a change was committed; other processes hear of it by the signal. Never throws. */
  reload(): Promise<void> {
    // One after the other, so that what was read first is not shown last.
    this.reloading = this.reloading.then(() =>
      this.load().catch((error: unknown) =>
        this.logger.warn({ err: error }, 'foreign tools could not be read'),
      ),
    );
    return this.reloading;
  }

  private async load(): Promise<void> {
    const em = this.em.fork();
    const servers = await em.find(McpServer, { enabled: true });
    this.servers.keepOnly(servers);
    const tools = await em.find(
      McpTool,
      { server: { $in: servers.map(({ id }) => id) }, approvedHash: { $ne: null }, goneAt: null },
      { orderBy: { localName: 'asc', id: 'asc' } },
    );
    const approved = tools.filter((tool) => tool.state() === 'approved' && tool.fault == null);
    const Validator = approved.length > 0 ? await loadValidator() : undefined;
    const byId = new Map(servers.map((server) => [server.id, server]));
    this.supplied = approved.map((tool) => this.toolOf(byId.get(tool.server)!, tool, Validator!));
  }

  private toolOf(
    server: McpServer,
    tool: McpTool,
    Validator: Awaited<ReturnType<typeof loadValidator>>,
  ): SuppliedTool {
    const { inputSchema } = tool.approvedDefinition!;
    let check: ((value: unknown) => readonly ToolSchemaIssue[]) | undefined;
    return {
      definition: {
        name: `${server.name}.${tool.localName}`,
        description: describedTo(server.name, tool.approvedDefinition!),
        input: {
          json: inputSchema,
          // Made when it is first needed: most are never called.
          check: (value: unknown) => (check ??= checkOf(Validator, inputSchema))(value),
        },
        output: { json: answerSchema, check: () => [] },
        permission: server.permission,
        effect: tool.effect!,
        timeoutMs: server.timeoutMs + graceMs,
      },
      run: (caller, args, call) => this.run(server, tool, caller, args as Record<string, unknown>, call),
    };
  }

  /** @throws McpServerFailed, McpServerBusy, McpToolChanged, McpToolFailed, McpCallNotRepeated */
  private async run(
    server: McpServer,
    tool: McpTool,
    caller: ToolCaller,
    args: Record<string, unknown>,
    { confirmation, signal, tell }: ToolCall,
  ): Promise<unknown> {
    const who = whoIs(caller as Actor);
    const claim =
      tool.effect === 'write' && confirmation !== undefined
        ? await this.confirmed.claim(who, `${server.id} ${tool.name}`, confirmation)
        : undefined;
    let wasSent = false;
    try {
      const answer = await this.servers.to(server).call({
        caller: who,
        name: tool.name,
        hash: tool.approvedHash!,
        args,
        signal,
        tell,
        onSend: () => (wasSent = true),
      });
      this.tally.called(server.id, null);
      if (claim) await this.confirmed.answered(claim);
      const told = answerOf(server.name, answer);
      if (answer.isError) throw new McpToolFailed({ ...told });
      return told;
    } catch (error) {
      if (claim && !wasSent) await this.confirmed.release(claim);
      if (!(error instanceof ConnectionFault)) throw error;
      if (error.isOfServer) this.tally.called(server.id, error);
      const isUnknown = wasSent && tool.effect === 'write' && error.code !== 'REFUSED_BY_SERVER';
      throw new McpServerFailed(
        error.code,
        isUnknown ? `${error.message} It is not known whether it was done.` : error.message,
      );
    }
  }
}

/** The words of a stranger, with whose they are. */
function describedTo(server: string, { title, description }: ToolDefinitionOfServer): string {
  const words = [title, description].filter(Boolean).join(': ');
  return `A tool of the foreign server ${server}, in the words of its makers. ${words}`;
}

function checkOf(
  Validator: Awaited<ReturnType<typeof loadValidator>>,
  schema: unknown,
): (value: unknown) => readonly ToolSchemaIssue[] {
  try {
    return argumentsCheck(Validator, schema);
  } catch (error) {
    if (!(error instanceof SchemaRefused)) throw error;
    return () => [{ message: error.message }];
  }
}

/** An agent counts as the customer that it acts for. */
function whoIs(actor: Actor): string {
  const customer = customerScope(actor);
  return customer === null ? `${actor.kind}:${actor.id ?? randomUUID()}` : `customer:${customer}`;
}
