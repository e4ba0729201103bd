// The Socket.IO server on the program's own HTTP server. WebSocket only: a client needs no balancer that sends it to the same process each time,
// and what it has not taken is known exactly (docs/decisions/0018-streams-to-slow-clients.md).
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { callerAddressBehind, networkOf, requestFault } from '#libs/http';
import { introductionMs, leaveMs, StreamReception, type StreamConnection } from './stream-reception.js';

/** Requests to upgrade a connection are taken here and nowhere else: other clients ask for HTTP/2 by one, and want an answer in HTTP/1. */
export const socketPath = '/socket.io/';

export interface SocketOptions {
  /** Whether anybody may connect: not where only probes are answered. */
  isOpen: boolean;
  /** Of pages that may connect, beside our own. */
  origins: readonly string[];
  /** See `callerAddressBehind`. */
  trustedProxies: string;
  /** For every answer. */
  headers: Readonly<Record<string, string>>;
  /** Carries what is told between sockets to other processes. What is kept in streams needs no such way. */
  redisUrl: string | undefined;
}

/** Of one message, in bytes. */
const largestMessage = 16 * 1024;
/** What processes tell each other is of the moment: what does not get through soon is not worth keeping. */
const redisDeadlineMs = 250;

export class SocketAdapter extends IoAdapter {
  private readonly connections = new Set<Duplex>();
  private readonly redis: Redis[] = [];
  private readonly reception = new StreamReception();
  private readonly addressOf: (request: IncomingMessage) => string;
  private isClosing = false;

  constructor(
    app: INestApplicationContext,
    private readonly options: SocketOptions,
  ) {
    super(app);
    this.addressOf = callerAddressBehind(options.trustedProxies);
  }

  /** Not through Nest's own, which brings a Socket.IO of another version. */
  override createIOServer(): never {
    const server: Server = new Server(this.httpServer, {
      path: socketPath,
      transports: ['websocket'],
      serveClient: false,
      maxHttpBufferSize: largestMessage,
      connectTimeout: introductionMs,
      allowRequest: (request, answer) => this.judge(request, answer),
    });
    server.engine.use((_request: IncomingMessage, response: HeaderTaker, next: () => void) => {
      for (const [name, value] of Object.entries(this.options.headers)) response.setHeader(name, value);
      next();
    });
    server.engine.on('connection', (connection: StreamConnection) => {
      const { socket } = connection.request;
      this.connections.add(socket);
      socket.once('close', () => this.connections.delete(socket));
      this.reception.receive(connection, networkOf(this.addressOf(connection.request)));
    });
    server.on('connection', ({ conn }) => this.reception.welcome(conn as StreamConnection));
    if (this.options.redisUrl) server.adapter(createAdapter(this.publisher(this.options.redisUrl)));
    return server as never;
  }

  /**
   * Without a word of farewell, on which clients would stay away: they come back, and find another process. The HTTP server, which Socket.IO
   * would close as well, closes when its own connections have ended.
   */
  override async close(made: object): Promise<void> {
    const server = made as Server;
    this.isClosing = true;
    const open = [...this.connections].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    server.engine.close();
    await Promise.race([Promise.all(open), wait(leaveMs, undefined, { ref: false })]);
    for (const socket of this.connections) socket.destroy();
    await server.of('/').adapter.close();
    for (const redis of this.redis) redis.disconnect();
  }

  private judge(request: IncomingMessage, answer: Answer): void {
    const fault = requestFault(request);
    if (fault) answer(fault.detail, false);
    else if (!this.options.isOpen || this.isClosing) answer('Try again later.', false);
    else if (this.isOurs(request)) answer(null, true);
    else answer('Pages of this origin may not connect.', false);
  }

  /** Browsers always say which page it is; other programs need not. */
  private isOurs({ headers: { origin, host } }: IncomingMessage): boolean {
    return origin === undefined || this.options.origins.includes(origin) || URL.parse(origin)?.host === host;
  }

  /** It reads over connections of its own, on which a read waits for what may come, and for Redis to be back. */
  private publisher(url: string): Redis {
    const publisher = new Redis(url, {
      commandTimeout: redisDeadlineMs,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
    });
    publisher.duplicate = () => this.remembered(new Redis(url, { maxRetriesPerRequest: null }));
    return this.remembered(publisher);
  }

  /** That Redis is away is said once, by the connection in libs/cache. */
  private remembered(redis: Redis): Redis {
    redis.on('error', () => {});
    // The adapter does not look at what becomes of these: while Redis is away each would end the process.
    const { publish, subscribe } = redis;
    redis.publish = ((...args: Parameters<typeof publish>) =>
      publish.apply(redis, args).catch(() => 0)) as typeof publish;
    redis.subscribe = ((...args: Parameters<typeof subscribe>) =>
      subscribe.apply(redis, args).catch(() => 0)) as typeof subscribe;
    this.redis.push(redis);
    return redis;
  }
}

type Answer = (error: string | null, isTaken: boolean) => void;

interface HeaderTaker {
  setHeader(name: string, value: string): void;
}
