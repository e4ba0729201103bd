// What one part of the program tells another through the database (LISTEN/NOTIFY): that there is something new to read, never what it
// is. A signal is sent when its transaction is committed. One that was missed costs a moment, because whoever listens also looks now and then.
import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Client, escapeIdentifier } from 'pg';
import type { ServerConnection } from './database-heartbeat.js';

/** @param payload what was sent; `null` when signals may have been missed: look for yourself */
export type HearSignal = (payload: string | null) => void;

const firstPauseMs = 100;
const longestPauseMs = 2_000;
/** Before the first probe of a connection that is silent: the usual two hours would be two hours of deafness. */
const keepAliveMs = 10_000;

/** One connection of its own for all channels. Lost, it is made again, and everybody is told to look for themselves. */
export class DatabaseSignals {
  private readonly logger = new Logger('DatabaseSignals');
  private readonly hearers = new Map<string, Set<HearSignal>>();
  private client: Promise<Client> | undefined;
  private readonly closing = new AbortController();

  constructor(private readonly connection: ServerConnection) {}

  /** @returns stops it */
  async listen(channel: string, hear: HearSignal): Promise<() => Promise<void>> {
    const known = this.hearers.get(channel);
    if (known) known.add(hear);
    else this.hearers.set(channel, new Set([hear]));
    const client = await this.connected();
    if (!known) await client.query(`listen ${escapeIdentifier(channel)}`);
    return async () => void this.hearers.get(channel)?.delete(hear);
  }

  async close(): Promise<void> {
    this.closing.abort();
    const client = await this.client?.catch(() => undefined);
    await client?.end().catch(() => undefined);
  }

  private connected(): Promise<Client> {
    this.client ??= this.connect();
    return this.client;
  }

  private async connect(): Promise<Client> {
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      const client = new Client({
        ...this.connection,
        keepAlive: true,
        keepAliveInitialDelayMillis: keepAliveMs,
      });
      // Without a listener an error of the connection would end the process.
      client.on('error', (error) => this.logger.warn({ err: error }, 'connection lost'));
      try {
        await client.connect();
        client.on('notification', ({ channel, payload = '' }) => this.tell(channel, payload));
        for (const channel of this.hearers.keys()) await client.query(`listen ${escapeIdentifier(channel)}`);
        // Not before: until here it is this loop that tries again.
        client.once('end', () => this.reconnect());
        return client;
      } catch (error) {
        await client.end().catch(() => undefined);
        if (this.closing.signal.aborted) throw error;
        await wait(pause, undefined, { signal: this.closing.signal, ref: false });
      }
    }
  }

  private reconnect(): void {
    if (this.closing.signal.aborted) return;
    this.client = this.connect();
    this.client.then(
      () => [...this.hearers.keys()].forEach((channel) => this.tell(channel, null)),
      () => undefined,
    );
  }

  private tell(channel: string, payload: string | null): void {
    for (const hear of this.hearers.get(channel) ?? []) hear(payload);
  }
}
