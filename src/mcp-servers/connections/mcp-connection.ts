// One connection to a foreign server. It speaks both revisions of the protocol, asks for tools and calls them, and declines whatever the server
// asks of us: it declares no sampling, no elicitation and no roots. What the server sends is bounded in bytes, in messages and in time.
import type { CallToolResult, Client, Tool, Transport } from '@modelcontextprotocol/client';
import type { BoundFetch } from '#libs/outbound';
import type { ToolProgress } from '#libs/tools';
import { faultOf } from './connection-fault.js';
import { MessageMeter } from './message-meter.js';
import { unlessAborted } from './unless-aborted.js';

export type ServerAddress =
  | {
      kind: 'http';
      url: string;
      headers: Readonly<Record<string, string>>;
      oauth?: ClientCredentials;
    }
  | { kind: 'stdio'; command: string; args: readonly string[] };

/** How the program signs in as itself (OAuth 2.1): nobody is there who could agree to anything in a browser. */
export interface ClientCredentials {
  clientId: string;
  clientSecret: string;
  /** Separated by blanks. */
  scope?: string;
  /** The authorization server that they are for. A server that names another one is not given them. */
  issuer: string;
}

export interface ConnectionOptions {
  /** For HTTP; it decides where requests may go and how long answers may be. */
  fetch: BoundFetch;
  /** For opening it, and for each request that says nothing else. Milliseconds. */
  timeoutMs: number;
  signal?: AbortSignal;
  /** The server says that its tools have changed; it may say so as often as it likes. */
  onToolsChanged?: () => void;
}

export interface ToolCallRequest {
  /** As the connection has listed it: a server may want some of the arguments in headers. */
  tool: Tool;
  args: Record<string, unknown>;
  timeoutMs: number;
  signal?: AbortSignal;
  tell?: (progress: ToolProgress) => void;
}

const us = { name: 'home-services-desk', title: 'Home Services Desk', version: '0.1.0' };
/** Pages of a list of tools. */
const mostPages = 10;
/** How often a server may ask for the same call again, to be told that nobody is asked here. */
const mostRounds = 3;
/** Bytes of a message on the pipe of a server that is started here. */
export const mostBytes = 2_000_000;
const closingMs = 1_000;

export class McpConnection {
  private constructor(
    private readonly client: Client,
    private readonly transport: Transport & { pid?: number | null },
    private readonly meter: MessageMeter,
  ) {}

  /** @throws ConnectionFault, and the reason of `signal` */
  static async open(address: ServerAddress, options: ConnectionOptions): Promise<McpConnection> {
    const { timeoutMs, signal } = options;
    const { Client } = await import('@modelcontextprotocol/client');
    const transport = await transportTo(address, options);
    const meter = new MessageMeter(transport);
    const client = new Client(us, {
      capabilities: {},
      versionNegotiation: { mode: 'auto', probe: { timeoutMs } },
      inputRequired: { maxRounds: mostRounds },
      listMaxPages: mostPages,
      listChanged: {
        tools: { autoRefresh: false, debounceMs: 1_000, onChanged: () => options.onToolsChanged?.() },
      },
    });
    const connection = new McpConnection(client, transport, meter);
    const end = AbortSignal.timeout(timeoutMs);
    const stop = signal ? AbortSignal.any([signal, end]) : end;
    try {
      // The time limit of the protocol's client begins anew with each exchange of the opening.
      await unlessAborted(client.connect(transport, { timeout: timeoutMs, signal: stop }), stop);
      return connection;
    } catch (error) {
      await connection.close();
      signal?.throwIfAborted();
      throw meter.fault ?? faultOf(error);
    }
  }

  /** `2026-07-28`, `2025-11-25`, … */
  get revision(): string {
    return this.client.getNegotiatedProtocolVersion() ?? 'unknown';
  }

  /** As the server calls itself. */
  get serverInfo(): { name: string; version: string } | null {
    return this.client.getServerVersion() ?? null;
  }

  /** Whether nothing more can come of it. */
  get isBroken(): boolean {
    return this.meter.fault !== null || this.client.transport === undefined;
  }

  /** All of them, over all pages. @throws ConnectionFault */
  async tools(signal?: AbortSignal, timeoutMs?: number): Promise<Tool[]> {
    const options = { signal, timeout: timeoutMs, maxTotalTimeout: timeoutMs, cacheMode: 'refresh' } as const;
    const { tools } = await this.asking(this.client.listTools(undefined, options), signal);
    return tools;
  }

  /** What the server answers, its own refusals (`isError`) included. @throws ConnectionFault, and the reason of `signal` */
  async call({ tool, args, timeoutMs, signal, tell }: ToolCallRequest): Promise<CallToolResult> {
    return this.asking(
      this.client.callTool(
        { name: tool.name, arguments: args },
        {
          // Without the schema of the answer: a schema of theirs could hold us up, and what fits it is no less a stranger's.
          toolDefinition: { ...tool, outputSchema: undefined },
          timeout: timeoutMs,
          maxTotalTimeout: timeoutMs,
          signal,
          ...(tell && {
            onprogress: ({ progress, total }: { progress: number; total?: number }) =>
              // Not what it says beside: those are words that nobody has asked for.
              tell({ done: progress, ...(total !== undefined && { total }) }),
          }),
        },
      ),
      signal,
    );
  }

  /** Ends it at once for us; the server is given a moment. */
  async close(): Promise<void> {
    const { pid } = this.transport;
    this.meter.stop();
    const closed = this.client.close().catch(() => undefined);
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, closingMs).unref();
    await Promise.race([closed, late]);
    clearTimeout(timer);
    if (pid != null) kill(pid);
  }

  private async asking<Answer>(answer: Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
    try {
      return await answer;
    } catch (error) {
      signal?.throwIfAborted();
      throw this.meter.fault ?? faultOf(error);
    }
  }
}

async function transportTo(
  address: ServerAddress,
  { fetch }: ConnectionOptions,
): Promise<Transport & { pid?: number | null }> {
  if (address.kind === 'stdio') {
    const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
    // Its environment is HOME, LOGNAME, PATH, SHELL, TERM and USER: none of our settings. What it says on stderr is dropped.
    const { command, args } = address;
    return new StdioClientTransport({ command, args: [...args], stderr: 'ignore', maxBufferSize: mostBytes });
  }
  const { ClientCredentialsProvider, StreamableHTTPClientTransport } =
    await import('@modelcontextprotocol/client');
  const { oauth } = address;
  return new StreamableHTTPClientTransport(new URL(address.url), {
    fetch,
    requestInit: { headers: { ...address.headers } },
    ...(oauth && {
      authProvider: new ClientCredentialsProvider({
        ...oauth,
        clientName: us.name,
        expectedIssuer: oauth.issuer,
      }),
      onInsufficientScope: 'throw' as const,
    }),
    reconnectionOptions: {
      maxRetries: 2,
      initialReconnectionDelay: 1_000,
      maxReconnectionDelay: 10_000,
      reconnectionDelayGrowFactor: 2,
    },
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
