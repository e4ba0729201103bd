// From HTTP to the SDK and back. Requests of 2026-07-28 stand for themselves; those of 2025-11-25 belong to a session.
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import {
  createMcpHandler,
  isInitializeRequest,
  isLegacyRequest,
  type McpHttpHandler,
} from '@modelcontextprotocol/server';
import { Settings } from '../config/settings.js';
import { authInfoOf, type McpVisit } from './mcp-caller.js';
import { McpChanges } from './mcp-changes.js';
import { McpServers } from './mcp-servers.js';
import { McpSessions } from './mcp-sessions.js';
import { ToolSetsUnknown } from './mcp.errors.js';
import { McpTools } from './mcp-tools.js';

const sessionHeader = 'mcp-session-id';

@Injectable()
export class McpEndpoint implements OnApplicationShutdown {
  private readonly logger = new Logger(McpEndpoint.name);
  private readonly modern: McpHttpHandler;

  constructor(
    servers: McpServers,
    private readonly sessions: McpSessions,
    private readonly changes: McpChanges,
    private readonly tools: McpTools,
    settings: Settings,
  ) {
    this.modern = createMcpHandler(() => servers.create(), {
      legacy: 'reject',
      bus: changes,
      keepAliveMs: settings.REALTIME_HEARTBEAT_SECONDS * 1_000,
      // What a client did wrong is told to it; nobody else needs to know.
      onerror: (error) => this.logger.debug({ err: error }, 'a request of MCP was not answered as asked'),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.modern.close();
  }

  /**
   * @param body as it was parsed; undefined where there is none
   * @throws ToolSetsUnknown
   */
  async answer(request: Request, body: unknown, visit: McpVisit): Promise<Response> {
    this.checkToolSets(visit);
    const options = { authInfo: authInfoOf(visit), parsedBody: body };
    if (!(await isLegacyRequest(request, body)))
      return this.changes.listening(visit.actor, urisIn(body), () => this.modern.fetch(request, options));
    const id = request.headers.get(sessionHeader);
    if (id !== null) {
      const session = this.sessions.find(visit.actor, id);
      return session
        ? session.transport.handleRequest(request, options)
        : refusal(404, -32_001, 'Session not found');
    }
    if (request.method !== 'POST' || !isInitializeRequest(body))
      return refusal(400, -32_000, 'Begin with initialize, and send the Mcp-Session-Id that it answers.');
    const transport = await this.sessions.begin(visit.actor);
    return transport.handleRequest(request, options);
  }

  private checkToolSets({ actor, toolSets }: McpVisit): void {
    if (toolSets.length === 0) return;
    const known = this.tools.setsFor(actor);
    const unknown = toolSets.filter((each) => !known.includes(each));
    if (unknown.length > 0) throw new ToolSetsUnknown(unknown, known);
  }
}

/** What a client of 2026-07-28 wants to hear of. */
function urisIn(body: unknown): string[] {
  const { method, params } = (body ?? {}) as {
    method?: unknown;
    params?: { notifications?: { resourceSubscriptions?: unknown } };
  };
  const uris = method === 'subscriptions/listen' ? params?.notifications?.resourceSubscriptions : undefined;
  return Array.isArray(uris) ? uris.filter((uri) => typeof uri === 'string') : [];
}

/** As the SDK refuses. */
function refusal(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status });
}
