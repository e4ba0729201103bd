// What the resources and prompts of the desk read, they read by the tools that the caller has: with the same rights, and nothing of anybody else.
import { Injectable } from '@nestjs/common';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { ToolRegistry } from '#libs/tools';
import type { McpCall } from '../mcp.declarations.js';

/** Kinds of refusals by which nobody learns whether there is such a thing. */
const absent = new Set(['not_found', 'forbidden', 'invalid']);

@Injectable()
export class DeskReads {
  constructor(private readonly registry: ToolRegistry) {}

  /** @returns undefined for what is not there for this caller @throws ProtocolError for what cannot be read at the moment */
  async read<Answer = unknown>(call: McpCall, tool: string, args: object = {}): Promise<Answer | undefined> {
    const outcome = await this.registry.execute(call.actor, tool, args, {
      via: 'mcp',
      signal: call.context.mcpReq.signal,
    });
    if (outcome.ok) return outcome.output as Answer;
    const { code, kind, detail, data } = outcome.refusal;
    if (absent.has(kind)) return undefined;
    throw new ProtocolError(ProtocolErrorCode.InternalError, detail, { code, ...data });
  }

  /** The rows of a list, none where the caller may not read it. */
  async rows<Row>(call: McpCall, tool: string, args: object = {}): Promise<Row[]> {
    const list = await this.read<{ items: Row[] }>(call, tool, args);
    return list?.items ?? [];
  }

  /** Whether the caller has the tool at all. */
  has({ actor }: Pick<McpCall, 'actor'>, tool: string): boolean {
    const definition = this.registry.find(tool);
    if (!definition) return false;
    return definition.isFor ? definition.isFor(actor) : actor.permissions.has(definition.permission);
  }
}
