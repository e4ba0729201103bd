import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { z } from 'zod';
import { NotFound } from '#libs/errors';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { afterCommit, lockFor, newId } from '#libs/orm';
import { OutboundError, OutboundRequests } from '#libs/outbound';
import { ToolRegistry } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { permissions } from '../access/roles.js';
import { AuditService } from '../audit/audit.service.js';
import { Settings } from '../config/settings.js';
import { stdioCommands } from '../config/stdio-commands.js';
import { ForeignServers } from './connections/foreign-servers.js';
import { ForeignTools, mcpServersSignal } from './foreign-tools.js';
import { columnsOf, secretsIn, shownInAudit, viewOf } from './mcp-server.columns.js';
import { McpServer, mostServers, type ServerSecrets } from './mcp-server.entity.js';
import {
  McpAddressRefused,
  McpCommandUnknown,
  McpNameTaken,
  TooManyMcpServers,
} from './mcp-servers.errors.js';
import {
  serversList,
  type CreateServerInput,
  type healthView,
  type ListServers,
  type ServerView,
  type TransportInput,
  type UpdateServerInput,
} from './mcp-servers.schemas.js';
import { McpTool } from './mcp-tool.entity.js';

/** What a new one has not been through. */
const unused = {
  checkedAt: null,
  failingSince: null,
  lastErrorCode: null,
  lastError: null,
  lastErrorAt: null,
  revision: null,
  serverName: null,
};

@Injectable()
export class McpServersService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly pages: PageReader,
    private readonly outbound: OutboundRequests,
    private readonly servers: ForeignServers,
    private readonly tools: ForeignTools,
    private readonly registry: ToolRegistry,
    private readonly settings: Settings,
    private readonly audit: AuditService,
  ) {}

  /** Nothing is asked of it before somebody reads its tools. @throws McpAddressRefused, McpCommandUnknown, McpNameTaken, TooManyMcpServers */
  async create(actor: Actor, input: CreateServerInput): Promise<ServerView> {
    const { transport, ...facts } = input;
    const checked = this.checked(transport);
    this.checkName(input.name);
    const made = await this.em.transactional(async (em) => {
      // One at a time, so that both refusals are exact.
      await lockFor(em, 'mcp_servers.creation');
      if ((await em.count(McpServer)) >= mostServers) throw new TooManyMcpServers(mostServers);
      if (await em.findOne(McpServer, { name: input.name })) throw new McpNameTaken(input.name);
      const id = newId();
      const secrets = this.servers.seal(id, secretsIn(checked));
      const server = em.create(McpServer, {
        id,
        ...facts,
        ...columnsOf(checked),
        secrets,
        createdBy: actor.id,
        ...unused,
      });
      await this.record(em, actor, 'created', server, { after: shownInAudit(server) });
      return server;
    });
    await afterCommit(() => this.tools.reload());
    return viewOf(made);
  }

  /** @throws CursorInvalid, ValidationFailed */
  async list(_actor: Actor, query: ListServers): Promise<Page<ServerView>> {
    const { transport } = query;
    const page = await this.pages.read(McpServer, serversList, query, {
      where: [transport ? { transport } : {}],
    });
    return { ...page, items: page.items.map(viewOf) };
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string): Promise<ServerView> {
    return viewOf(await this.found(id));
  }

  /** @throws NotFound */
  async health(_actor: Actor, id: string): Promise<z.input<typeof healthView>> {
    const server = await this.found(id);
    const link = this.servers.known(id);
    return {
      ...server,
      checkedAt: server.checkedAt ?? null,
      failingSince: server.failingSince ?? null,
      lastErrorCode: server.lastErrorCode ?? null,
      lastError: server.lastError ?? null,
      lastErrorAt: server.lastErrorAt ?? null,
      revision: server.revision ?? null,
      serverName: server.serverName ?? null,
      breaker: link?.breakerState ?? 'closed',
      ...(link?.load ?? { connections: 0, underWay: 0 }),
    };
  }

  /**
   * What is known of its tools goes when it leads to another place: another server is another server.
   * @throws NotFound, PreconditionFailed, McpAddressRefused, McpCommandUnknown
   */
  async update(
    actor: Actor,
    id: string,
    input: UpdateServerInput,
    expected: ExpectedVersions,
  ): Promise<ServerView> {
    const { transport, ...facts } = input;
    const changed = await this.change(id, expected, async (server, em) => {
      const before = shownInAudit(server);
      server.version += 1;
      Object.assign(server, facts);
      if (transport) await this.move(em, server, this.checked(transport));
      await this.record(em, actor, 'changed', server, { before, after: shownInAudit(server) });
    });
    return viewOf(changed);
  }

  /** With its tools. @throws NotFound, PreconditionFailed */
  async remove(actor: Actor, id: string, expected: ExpectedVersions): Promise<void> {
    await this.change(id, expected, async (server, em) => {
      await this.record(em, actor, 'deleted', server, { before: shownInAudit(server) });
      em.remove(server);
    });
  }

  private async move(em: EntityManager, server: McpServer, transport: TransportInput): Promise<void> {
    const columns = columnsOf(transport);
    if (!server.leadsWhere(columns)) await em.nativeDelete(McpTool, { server: server.id });
    // Secrets are kept for whom they were meant for, and for nobody else.
    const isSameOrigin =
      transport.kind === 'http' &&
      server.url != null &&
      new URL(server.url).origin === new URL(transport.url).origin;
    const kept: ServerSecrets = isSameOrigin ? this.servers.secretsOf(server) : {};
    const given = secretsIn(transport);
    const keepsHeaders = isSameOrigin && transport.headers === undefined;
    const keepsOauth = isSameOrigin && transport.oauth === undefined;
    const { headerNames, clientId, scope, issuer } = server;
    Object.assign(
      server,
      columns,
      keepsHeaders && { headerNames },
      keepsOauth && { clientId, scope, issuer },
    );
    server.secrets = this.servers.seal(server.id, {
      headers: keepsHeaders ? kept.headers : given.headers,
      clientSecret: keepsOauth ? kept.clientSecret : given.clientSecret,
    });
  }

  /** Where a name leads to is checked each time that it is connected to. @returns with the address as it is kept */
  private checked(transport: TransportInput): TransportInput {
    if (transport.kind === 'stdio') {
      const known = stdioCommands(this.settings.MCP_STDIO_COMMANDS);
      if (!known.has(transport.command)) throw new McpCommandUnknown([...known.keys()]);
      return transport;
    }
    if (transport.oauth) this.checkedUrl(transport.oauth.issuer);
    return { ...transport, url: this.checkedUrl(transport.url) };
  }

  private checkedUrl(text: string): string {
    try {
      const url = this.outbound.check(text);
      if (url.protocol !== 'https:' && !this.outbound.allowsPrivate)
        throw new McpAddressRefused('HTTPS_REQUIRED', 'It must begin with https://.');
      url.hash = '';
      return url.href;
    } catch (error) {
      if (error instanceof OutboundError) throw new McpAddressRefused(error.code, error.message);
      throw error;
    }
  }

  /** Nobody takes a foreign tool for one of ours. */
  private checkName(name: string): void {
    const everything = new Set<string>(permissions);
    const taken = [
      ...this.registry.list(),
      ...(['staff', 'customer', 'agent'] as const).flatMap((kind) =>
        this.registry.availableTo({ kind, id: 'anybody', permissions: everything }),
      ),
    ];
    if (taken.some((tool) => tool.name.startsWith(`${name}.`))) throw new McpNameTaken(name);
  }

  private async found(id: string): Promise<McpServer> {
    const server = await this.em.findOne(McpServer, { id });
    if (!server) throw new NotFound('Mcp server', id);
    return server;
  }

  /** Of two changes at once the second sees the first. */
  private async change(
    id: string,
    expected: ExpectedVersions,
    change: (server: McpServer, em: EntityManager) => Promise<void>,
  ): Promise<McpServer> {
    const changed = await this.em.transactional(async (em) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const server = await em.findOne(McpServer, { id }, { lockMode, refresh: true });
      if (!server) throw new NotFound('Mcp server', id);
      checkVersion(server, expected);
      await change(server, em);
      return server;
    });
    await afterCommit(() => this.tools.reload());
    return changed;
  }

  private async record(
    em: EntityManager,
    actor: Actor,
    what: string,
    { id }: McpServer,
    change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  ): Promise<void> {
    await this.audit.record(actor, {
      action: `mcp_server.${what}`,
      object: { type: 'mcp_server', id },
      ...change,
    });
    await (em as SqlEntityManager).execute('select pg_notify(?, ?)', [mcpServersSignal, '']);
  }
}
