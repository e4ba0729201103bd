// Which tools of foreign servers are let in: somebody who has read their words says so, and it holds for those words alone.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { z } from 'zod';
import { NotFound } from '#libs/errors';
import { afterCommit } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { differencesBetween } from './definitions/definition-differences.js';
import { argumentsCheck, loadValidator, SchemaRefused } from './definitions/foreign-schema.js';
import { ForeignTools, mcpServersSignal } from './foreign-tools.js';
import { McpServer } from './mcp-server.entity.js';
import { McpToolHashStale, McpToolUnfit } from './mcp-servers.errors.js';
import type { ApproveToolInput, refreshedView, RejectToolInput, toolView } from './mcp-servers.schemas.js';
import { McpTool } from './mcp-tool.entity.js';
import { ToolRefresh } from './tool-refresh.js';

type ToolView = z.input<typeof toolView>;

@Injectable()
export class McpToolsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly refreshing: ToolRefresh,
    private readonly tools: ForeignTools,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** By name. @throws NotFound */
  async list(_actor: Actor, id: string): Promise<{ items: ToolView[] }> {
    const server = await this.em.findOne(McpServer, { id });
    if (!server) throw new NotFound('Mcp server', id);
    const tools = await this.em.find(McpTool, { server: id }, { orderBy: { name: 'asc' } });
    return { items: tools.map((tool) => viewOf(server, tool)) };
  }

  /** @throws NotFound, McpServerDisabled, McpServerFailed */
  async refresh(actor: Actor, id: string): Promise<z.input<typeof refreshedView>> {
    const counts = await this.refreshing.refresh(actor, id);
    this.em.clear();
    const { items } = await this.list(actor, id);
    return { ...counts, items: items.filter(({ state }) => state !== 'gone') };
  }

  /** Done again with the same words, it changes nothing but the effect. @throws NotFound, McpToolHashStale, McpToolUnfit */
  async approve(
    actor: Actor,
    id: string,
    name: string,
    { hash, effect }: ApproveToolInput,
  ): Promise<ToolView> {
    const Validator = await loadValidator();
    return this.decide(actor, id, name, hash, 'approved', (tool) => {
      if (tool.fault != null) throw new McpToolUnfit(tool.fault);
      try {
        argumentsCheck(Validator, tool.definition.inputSchema);
      } catch (error) {
        if (error instanceof SchemaRefused) throw new McpToolUnfit(error.message);
        throw error;
      }
      tool.approve(effect, actor.id, this.clock.now());
    });
  }

  /** An approval ends with it. @throws NotFound, McpToolHashStale */
  reject(actor: Actor, id: string, name: string, { hash }: RejectToolInput): Promise<ToolView> {
    return this.decide(actor, id, name, hash, 'rejected', (tool) => tool.reject(actor.id, this.clock.now()));
  }

  private async decide(
    actor: Actor,
    id: string,
    name: string,
    hash: string,
    what: 'approved' | 'rejected',
    change: (tool: McpTool) => void,
  ): Promise<ToolView> {
    const decided = await this.em.transactional(async (em) => {
      // As whoever reads the tools anew: first the server, then its tools.
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const server = await em.findOne(McpServer, { id }, { lockMode, refresh: true });
      if (!server) throw new NotFound('Mcp server', id);
      const tool = await em.findOne(McpTool, { server: id, name }, { lockMode, refresh: true });
      if (!tool) throw new NotFound('Mcp tool', name);
      if (tool.hash !== hash) throw new McpToolHashStale(tool.hash);
      const before = shownInAudit(tool);
      change(tool);
      await this.audit.record(actor, {
        action: `mcp_tool.${what}`,
        object: { type: 'mcp_server', id },
        before,
        after: shownInAudit(tool),
      });
      await (em as SqlEntityManager).execute('select pg_notify(?, ?)', [mcpServersSignal, '']);
      return viewOf(server, tool);
    });
    await afterCommit(() => this.tools.reload());
    return decided;
  }
}

function viewOf(server: McpServer, tool: McpTool): ToolView {
  const { name, localName, hash, definition, approvedDefinition } = tool;
  const state = tool.state();
  const { fault, effect, firstSeenAt, lastSeenAt, goneAt, decidedBy, decidedAt } = tool;
  return {
    name,
    toolName: `${server.name}.${localName}`,
    state,
    hash,
    fault: fault ?? null,
    effect: effect ?? null,
    definition,
    differences:
      state === 'changed' && approvedDefinition ? differencesBetween(approvedDefinition, definition) : [],
    firstSeenAt,
    lastSeenAt,
    goneAt: goneAt ?? null,
    decidedBy: decidedBy ?? null,
    decidedAt: decidedAt ?? null,
  };
}

/** The words themselves stay with the tool: they are a stranger's. */
function shownInAudit({ localName, approvedHash, effect }: McpTool) {
  return { tool: localName, approvedHash: approvedHash ?? null, effect: effect ?? null };
}
