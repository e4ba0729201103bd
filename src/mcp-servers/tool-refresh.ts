// Asks a foreign server which tools it has, and writes down what has changed since.
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { afterCommit } from '#libs/orm';
import { Clock } from '#libs/time';
import { systemActor, type Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { ConnectionFault, faultOf } from './connections/connection-fault.js';
import { ForeignServers } from './connections/foreign-servers.js';
import type { ToldTools } from './connections/server-link.js';
import { cut } from './definitions/foreign-text.js';
import { ForeignTools, mcpServersSignal } from './foreign-tools.js';
import { McpServer } from './mcp-server.entity.js';
import { mcpToolsChanged } from './mcp-server.events.js';
import { McpServerDisabled, McpServerFailed } from './mcp-servers.errors.js';
import { McpTool, mostToolsKept } from './mcp-tool.entity.js';
import { ServerTally } from './server-tally.js';

export interface RefreshedTools {
  added: number;
  changed: number;
  gone: number;
}

/** After a server has said that its tools have changed. It may say so without end. */
const soonMs = 2_000;
const pauseMs = 30_000;
const mostNamed = 10;

@PublishesEvents(mcpToolsChanged)
@Injectable()
export class ToolRefresh implements OnApplicationShutdown {
  private readonly logger = new Logger('ToolRefresh');
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly lastAsked = new Map<string, number>();

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly servers: ForeignServers,
    private readonly tools: ForeignTools,
    private readonly tally: ServerTally,
    private readonly events: EventOutbox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {
    servers.onToolsChanged = (server) => this.soon(server);
  }

  onApplicationShutdown(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  /**
   * Asks first, and writes then: no transaction waits for a stranger.
   * @throws NotFound, McpServerDisabled, McpServerFailed
   */
  async refresh(actor: Actor, id: string): Promise<RefreshedTools> {
    const server = await this.em.fork().findOne(McpServer, { id });
    if (!server) throw new NotFound('Mcp server', id);
    if (!server.enabled) throw new McpServerDisabled();
    const told = await this.ask(server);
    const refreshed = await this.em
      .fork()
      .transactional((em) => this.write(em as SqlEntityManager, actor, server, told));
    await afterCommit(() => this.tools.reload());
    return refreshed;
  }

  /** Unless it is waited for already; each server at most twice a minute. */
  private soon(id: string): void {
    if (this.waiting.has(id)) return;
    const rested = performance.now() - (this.lastAsked.get(id) ?? -Infinity);
    const timer = setTimeout(() => void this.again(id), Math.max(soonMs, pauseMs - rested)).unref();
    this.waiting.set(id, timer);
  }

  private async again(id: string): Promise<void> {
    this.lastAsked.set(id, performance.now());
    try {
      await this.refresh(systemActor('mcp_refresh'), id);
    } catch (error) {
      this.logger.warn({ err: error, server: id }, 'its tools could not be read anew');
    } finally {
      this.waiting.delete(id);
    }
  }

  private async ask(server: McpServer): Promise<ToldTools> {
    try {
      const told = await this.servers.to(server).tell();
      this.tally.asked(server.id, null);
      return told;
    } catch (error) {
      const fault = error instanceof ConnectionFault ? error : faultOf(error);
      this.tally.asked(server.id, fault);
      throw new McpServerFailed(fault.code, fault.message);
    }
  }

  private async write(
    em: SqlEntityManager,
    actor: Actor,
    asked: McpServer,
    list: ToldTools,
  ): Promise<RefreshedTools> {
    const { id } = asked;
    // Of two at once the second sees what the first has written.
    const server = await em.findOne(
      McpServer,
      { id },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (!server) throw new NotFound('Mcp server', id);
    if (!server.leadsWhere(asked)) throw new McpServerFailed('MOVED', 'Its address was changed meanwhile.');
    const now = this.clock.now();
    const known = await em.find(McpTool, { server: id }, { orderBy: { firstSeenAt: 'asc', id: 'asc' } });
    const byName = new Map(known.map((tool) => [tool.name, tool]));
    const taken = new Set<string>();
    const told = new Set<string>();
    const changed: string[] = [];
    let added = 0;
    for (const read of list.tools) {
      const { name } = read.definition;
      told.add(name);
      const clash = taken.has(read.localName) ? 'Another tool of the server has the same name here.' : null;
      taken.add(read.localName);
      const tool = byName.get(name);
      const fit = { ...read, fault: read.fault ?? clash };
      if (tool?.tell(fit, now)) changed.push(`${server.name}.${tool.localName}`);
      if (tool) continue;
      const { definition, hash, localName, fault } = fit;
      const fresh = {
        server: id,
        name,
        definition,
        hash,
        localName,
        fault,
        firstSeenAt: now,
        lastSeenAt: now,
      };
      byName.set(name, em.create(McpTool, { ...fresh, ...undecided }));
      added += 1;
    }
    const gone = known.filter(({ name, goneAt }) => !told.has(name) && goneAt == null);
    for (const tool of gone) tool.leave(now);
    this.forget(em, known, byName.size);
    if (changed.length > 0) this.tell(id, server.name, changed);
    const counts = { added, changed: changed.length, gone: gone.length };
    if (added + changed.length + gone.length > 0)
      await this.audit.record(actor, {
        action: 'mcp_server.tools_read',
        object: { type: 'mcp_server', id },
        after: counts,
      });
    await em.flush();
    await em.execute('update mcp_servers set revision = ?, server_name = ? where id = ?', [
      list.revision.slice(0, 20),
      list.serverName === null ? null : cut(list.serverName, 200).text,
      id,
    ]);
    await em.execute('select pg_notify(?, ?)', [mcpServersSignal, '']);
    return counts;
  }

  /** A server that takes other names each time must not fill the table: what is gone goes first, what came first before the rest. */
  private forget(em: SqlEntityManager, known: readonly McpTool[], count: number): void {
    const spare = Math.max(0, count - mostToolsKept);
    for (const tool of known.filter(({ goneAt }) => goneAt != null).slice(0, spare)) em.remove(tool);
  }

  private tell(id: string, name: string, tools: readonly string[]): void {
    this.events.publish(mcpToolsChanged, id, { name, tools: tools.slice(0, mostNamed), count: tools.length });
  }
}

/** What nobody has decided on yet. */
const undecided = {
  approvedDefinition: null,
  approvedHash: null,
  effect: null,
  decidedBy: null,
  decidedAt: null,
  rejectedHash: null,
  goneAt: null,
};
