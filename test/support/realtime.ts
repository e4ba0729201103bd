// Clients of the streams as they are outside: over a real connection to a program that listens.
import { EventEmitter, once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestApp } from './app.js';

/** @returns where it listens, on a port of its own */
export async function listening({ app }: Pick<TestApp, 'app'>): Promise<string> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
}

export interface SseEvent {
  id?: string;
  event?: string;
  data?: string;
}

/** A client of server-sent events that can be stopped anywhere. */
export class SseClient extends EventEmitter {
  readonly events: SseEvent[] = [];
  comments = 0;
  retryMs: number | undefined;
  isOver = false;
  private text = '';
  private buffer = '';

  private constructor(
    private readonly call: ClientRequest,
    readonly answer: IncomingMessage,
  ) {
    super();
    answer.setEncoding('utf8');
    answer.on('data', (text: string) => this.take(text));
    for (const end of ['end', 'error', 'close'])
      answer.on(end, () => {
        this.isOver = true;
        this.emit('news');
      });
  }

  static open(url: string, headers: Record<string, string>): Promise<SseClient> {
    return new Promise((resolve, reject) => {
      const call = request(url, { headers: { accept: 'text/event-stream', ...headers }, agent: false });
      call.on('response', (answer) => resolve(new SseClient(call, answer)));
      call.on('error', reject);
      call.end();
    });
  }

  get status(): number {
    return this.answer.statusCode!;
  }

  /** Waits for it; it never comes when the answer has ended before. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.isOver) throw new Error(`It ended with ${this.events.length} events.`);
      await once(this, 'news');
    }
  }

  async ended(): Promise<void> {
    while (!this.isOver) await once(this, 'news');
  }

  /** What was answered instead of events. */
  async problem(): Promise<Record<string, unknown>> {
    await this.ended();
    return JSON.parse(this.text);
  }

  close(): void {
    this.call.destroy();
  }

  private take(text: string): void {
    this.text += text;
    this.buffer += text;
    for (let end; (end = this.buffer.indexOf('\n\n')) >= 0; this.buffer = this.buffer.slice(end + 2))
      this.read(this.buffer.slice(0, end));
    this.emit('news');
  }

  private read(block: string): void {
    const event: Record<string, string> = {};
    for (const line of block.split('\n')) {
      if (line.startsWith(':')) this.comments += 1;
      const [, field, value] = /^(\w+): ([^]*)$/.exec(line) ?? [];
      if (field === 'retry') this.retryMs = Number(value);
      else if (field) event[field] = value!;
    }
    if (Object.keys(event).length > 0) this.events.push(event);
  }
}
