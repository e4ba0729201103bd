// What this process has to one foreign server: a few connections, a breaker, and limits on how much is under way.
import {
  BrokenCircuitError,
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  noJitterGenerator,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import type { CallToolResult, Tool } from '@modelcontextprotocol/client';
import type { ToolProgress } from '#libs/tools';
import { readTool, type ReadTool } from '../definitions/tool-definition.js';
import { McpServerBusy, McpToolChanged } from '../mcp-servers.errors.js';
import { mostTools } from '../mcp-tool.entity.js';
import { ConnectionFault, faultOf } from './connection-fault.js';
import { McpConnection, type ConnectionOptions, type ServerAddress } from './mcp-connection.js';
import { unlessAborted } from './unless-aborted.js';

export interface LinkTarget {
  address: ServerAddress;
  /** For one call, or for opening a connection. */
  timeoutMs: number;
}

/** A connection, and the tools that it has told of when it was opened. */
interface Member {
  connection: McpConnection;
  tools: ReadonlyMap<string, { tool: Tool; hash: string }>;
  underWay: number;
  openedAt: number;
  usedAt: number;
  /** It gets no more calls, and is closed when the last is over. */
  isRetired: boolean;
}

export interface ForeignCall {
  /** Whose limit it counts against. */
  caller: string;
  name: string;
  /** Of the words that were approved. */
  hash: string;
  args: Record<string, unknown>;
  signal: AbortSignal;
  tell: (progress: ToolProgress) => void;
  /** Told right before the server can learn of the call. */
  onSend: () => void;
}

export interface ToldTools {
  tools: ReadTool[];
  revision: string;
  /** Name and version, as the server calls itself. */
  serverName: string | null;
}

const mostConnections = 3;
/** Of the calls under way: more of them, and another connection is opened. */
const easyLoad = 4;
const mostUnderWay = 16;
const mostOfCaller = 4;
const idleMs = 60_000;
/** Then what was approved is held against what the server tells. */
const oldMs = 600_000;
const breakAfter = 5;
const leftAloneMs = 10_000;
const longestAloneMs = 120_000;

export class ServerLink {
  private readonly members = new Set<Member>();
  private readonly callers = new Map<string, number>();
  private opening: Promise<Member> | undefined;
  private breaker = newBreaker();
  private isClosed = false;
  private count = 0;

  constructor(
    private readonly target: LinkTarget,
    private readonly options: Pick<ConnectionOptions, 'fetch' | 'onToolsChanged'>,
  ) {}

  get breakerState(): 'closed' | 'half_open' | 'open' {
    const { state } = this.breaker;
    if (state === CircuitState.Closed) return 'closed';
    return state === CircuitState.HalfOpen ? 'half_open' : 'open';
  }

  get load(): { connections: number; underWay: number } {
    return { connections: this.members.size, underWay: this.count };
  }

  /**
   * What the server answers, its own refusals included. Nothing is sent where it tells of the tool in other words than were approved.
   * @throws McpServerBusy, McpToolChanged, ConnectionFault, and the reason of the signal
   */
  async call(call: ForeignCall): Promise<CallToolResult> {
    const { caller } = call;
    const own = this.callers.get(caller) ?? 0;
    if (this.count >= mostUnderWay || own >= mostOfCaller) throw new McpServerBusy();
    this.count += 1;
    this.callers.set(caller, own + 1);
    try {
      return await this.breaker.execute(() => this.sent(call));
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new ConnectionFault(
        'LEFT_ALONE',
        'It has failed several times in a row, and is asked again in a while.',
        false,
      );
    } finally {
      this.count -= 1;
      const left = this.callers.get(caller)! - 1;
      if (left > 0) this.callers.set(caller, left);
      else this.callers.delete(caller);
    }
  }

  /**
   * Asks the server anew, whatever the breaker says; if it answers, it is asked again from now on.
   * @throws ConnectionFault
   */
  async tell(): Promise<ToldTools> {
    this.retireAll();
    const { connection, tools } = await this.open();
    this.breaker = newBreaker();
    const info = connection.serverInfo;
    return {
      tools: [...tools.values()].map(({ tool }) => readTool(tool)),
      revision: connection.revision,
      serverName: info && `${info.name} ${info.version}`,
    };
  }

  /** Closes what nobody has used for a while. */
  sweep(): void {
    const now = performance.now();
    for (const member of this.members) {
      if (now - member.openedAt > oldMs || member.connection.isBroken) this.retire(member);
      else if (member.underWay === 0 && now - member.usedAt > idleMs) this.retire(member);
    }
  }

  /** Calls that are under way end with it. */
  async close(): Promise<void> {
    this.isClosed = true;
    // One that is being opened closes itself.
    await Promise.all([...this.members].map(({ connection }) => connection.close()));
    this.members.clear();
  }

  private async sent({ name, hash, args, signal, tell, onSend }: ForeignCall): Promise<CallToolResult> {
    const begun = performance.now();
    const end = AbortSignal.timeout(this.target.timeoutMs);
    const member = await unlessAborted(this.member(), AbortSignal.any([signal, end])).catch(
      (error: unknown) => {
        signal.throwIfAborted();
        throw faultOf(error);
      },
    );
    const known = member.tools.get(name);
    if (known?.hash !== hash) {
      this.options.onToolsChanged?.();
      throw new McpToolChanged();
    }
    const timeoutMs = Math.max(1, Math.round(this.target.timeoutMs - (performance.now() - begun)));
    member.underWay += 1;
    try {
      onSend();
      return await member.connection.call({ tool: known.tool, args, timeoutMs, signal, tell });
    } catch (error) {
      // One that hangs, floods or breaks off is not given another call.
      if (error instanceof ConnectionFault && error.isOfServer) this.retire(member);
      throw error;
    } finally {
      member.underWay -= 1;
      member.usedAt = performance.now();
      if (member.isRetired && member.underWay === 0) void member.connection.close();
    }
  }

  private async member(): Promise<Member> {
    const fit = [...this.members].filter(({ isRetired, connection }) => !isRetired && !connection.isBroken);
    const easiest = fit.sort((a, b) => a.underWay - b.underWay)[0];
    if (easiest && (easiest.underWay < easyLoad || this.members.size >= mostConnections)) return easiest;
    return (this.opening ??= this.open().finally(() => (this.opening = undefined)));
  }

  private async open(): Promise<Member> {
    const { address, timeoutMs } = this.target;
    const connection = await McpConnection.open(address, { ...this.options, timeoutMs });
    try {
      const tools = await connection.tools(undefined, timeoutMs);
      if (tools.length > mostTools)
        throw new ConnectionFault('TOO_MANY_TOOLS', `It has more than ${mostTools} tools.`);
      const known = new Map(tools.map((tool) => [tool.name, { tool, hash: readTool(tool).hash }]));
      if (this.isClosed)
        throw new ConnectionFault('CONNECTION_CLOSED', 'The connection was closed here.', false);
      const now = performance.now();
      const member = { connection, tools: known, underWay: 0, openedAt: now, usedAt: now, isRetired: false };
      this.members.add(member);
      return member;
    } catch (error) {
      await connection.close();
      throw faultOf(error);
    }
  }

  private retireAll(): void {
    for (const member of this.members) this.retire(member);
  }

  private retire(member: Member): void {
    member.isRetired = true;
    this.members.delete(member);
    if (member.underWay === 0) void member.connection.close();
  }
}

function newBreaker(): CircuitBreakerPolicy {
  return circuitBreaker(
    handleWhen((error) => error instanceof ConnectionFault && error.isOfServer),
    {
      halfOpenAfter: new ExponentialBackoff({
        initialDelay: leftAloneMs,
        maxDelay: longestAloneMs,
        generator: noJitterGenerator,
      }),
      breaker: new ConsecutiveBreaker(breakAfter),
    },
  );
}
