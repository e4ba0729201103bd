// Notices that a database server answers nobody: frozen, or behind a network that swallows everything. The sockets look sound then, and each
// query would wait for its own time to be up. Instead all connections are cut at once, and no new one is made until the server answers.
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Client } from 'pg';

const beatMs = 250;
/** Far more than a server needs that is only busy. With a beat it stays under the two seconds within which requests are to be refused. */
const silentAfterMs = 1_500;
/** A timer that is later than this was kept from its turn by this process itself. */
const pauseMs = 100;

/** Its words are what `databaseFault` knows it by. */
export class DatabaseSilent extends Error {
  constructor() {
    super('The database does not answer');
  }
}

/** Where the server is, and over what. */
export interface ServerConnection {
  connectionString: string;
  /** Where it is not for the connection string to say. */
  ssl?: false;
  stream?: () => Duplex;
}

/** Beats as long as there is a connection to look after. */
export class DatabaseHeartbeat {
  private readonly logger = new Logger('Database');
  private readonly sockets = new Set<Socket>();
  private beating: Promise<void> | undefined;
  /** Of its own. */
  private socket: Socket | undefined;
  private client: Client | undefined;
  private silent = false;

  constructor(private readonly url: string) {}

  get isSilent(): boolean {
    return this.silent;
  }

  /** For node-postgres: a connection that is looked after. */
  get connection(): ServerConnection {
    return { connectionString: this.url, stream: () => new GuardedSocket(this) };
  }

  /** Until it is closed. */
  guard(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    this.start();
  }

  private start(): void {
    this.beating ??= this.beat().finally(() => {
      this.beating = undefined;
      // One may have come when the last one had gone.
      if (this.sockets.size > 0) this.start();
    });
  }

  private async beat(): Promise<void> {
    while (this.silent || this.sockets.size > 0) {
      this.hear(await this.isHeard());
      await wait(beatMs, undefined, { ref: false });
    }
    this.letGo();
  }

  /** Whether the server says anything: a refusal is an answer, too. */
  private async isHeard(): Promise<boolean> {
    let hasAnswered = false;
    const asked = this.ask()
      .catch(() => this.letGo())
      .finally(() => (hasAnswered = true));
    let isOurPause: boolean;
    do {
      const since = performance.now();
      await Promise.race([asked, wait(silentAfterMs, undefined, { ref: false })]);
      // Where it was this process that stood still, the answer is there to be read, or was never asked for.
      isOurPause = performance.now() - since > silentAfterMs + pauseMs;
    } while (!hasAnswered && isOurPause);
    if (!hasAnswered) this.letGo();
    return hasAnswered;
  }

  private async ask(): Promise<void> {
    this.client ??= await this.connect();
    await this.client.query('select 1');
  }

  private async connect(): Promise<Client> {
    const socket = new Socket().unref();
    this.socket = socket;
    const client = new Client({ connectionString: this.url, stream: () => socket });
    // Without a listener an error of the connection would end the process.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Without a farewell, which nobody might answer. */
  private letGo(): void {
    this.socket?.destroy();
    this.client = undefined;
  }

  private hear(isHeard: boolean): void {
    if (this.silent === !isHeard) return;
    this.silent = !isHeard;
    if (isHeard) return this.logger.log('the database answers again');
    this.logger.error(`the database has not answered for ${silentAfterMs} ms: all connections are given up`);
    for (const socket of this.sockets) socket.destroy(new DatabaseSilent());
  }
}

class GuardedSocket extends Socket {
  constructor(private readonly heartbeat: DatabaseHeartbeat) {
    super();
  }

  override connect(...to: never[]): this {
    if (!this.heartbeat.isSilent) {
      this.heartbeat.guard(this);
      return super.connect(...(to as unknown as Parameters<Socket['connect']>));
    }
    // Not at once: whoever connects listens for errors only afterwards, and who tries again and again must not keep the beat from its turn.
    setImmediate(() => this.destroy(new DatabaseSilent()));
    return this;
  }
}
