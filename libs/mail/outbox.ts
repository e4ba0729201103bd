// Where messages go that nobody carries: the last ones are kept in memory, and each is a file that people can read.
import { mkdir, readdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { Clock } from '#libs/time';

export interface OutboxMessage {
  channel: 'mail' | 'sms';
  to: string;
  /** Of a mail. */
  subject?: string;
  text: string;
}

export type KeptMessage = OutboxMessage & { at: Date };

const keptInMemory = 100;
const keptAsFiles = 200;
/** Looking through the folder costs more than writing a file: it is not done each time. */
const filesBetweenCleanUps = 20;

export class Outbox {
  private readonly logger = new Logger('Outbox');
  private readonly kept: KeptMessage[] = [];
  private written = 0;

  /** @param directory is made when it is first needed; only its owner may read it */
  constructor(
    private readonly directory: string,
    private readonly clock: Clock,
  ) {}

  /** A folder that cannot be written is no reason to lose the message: it is still in memory. */
  async keep(message: OutboxMessage): Promise<void> {
    const kept = { ...message, at: this.clock.now() };
    this.kept.unshift(kept);
    if (this.kept.length > keptInMemory) this.kept.pop();
    try {
      await this.write(kept);
    } catch (error) {
      this.logger.warn({ code: (error as NodeJS.ErrnoException).code }, 'a message could not be written');
    }
  }

  /** The newest first. @param to only what went there */
  recent(to?: string): readonly KeptMessage[] {
    return to === undefined ? [...this.kept] : this.kept.filter((message) => message.to === to);
  }

  private async write({ channel, to, subject, text, at }: KeptMessage): Promise<void> {
    const number = this.written++;
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    if (number % filesBetweenCleanUps === 0) await this.removeOldest();
    const name = `${at.toISOString().replaceAll(':', '')}-${process.pid}-${number}.${channel}.txt`;
    const head = [`Date: ${at.toISOString()}`, `To: ${to}`, ...(subject ? [`Subject: ${subject}`] : [])];
    await writeFile(join(this.directory, name), `${head.join('\n')}\n\n${text}\n`, { mode: 0o600 });
  }

  /** Names begin with the time. Another process may be doing the same. */
  private async removeOldest(): Promise<void> {
    const files = (await readdir(this.directory)).filter((name) => name.endsWith('.txt')).sort();
    const old = files.slice(0, Math.max(0, files.length - keptAsFiles));
    await Promise.all(old.map((name) => unlink(join(this.directory, name)).catch(() => undefined)));
  }
}
