// Where messages go that nobody carries: the last ones are kept in memory, and each is a file that people can read.
import { mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { dayMs } from '#libs/time';
import type { Clock } from '#libs/time';

export interface OutboxMessage {
  channel: 'mail' | 'sms';
  to: string;
  /** Id of whom it is for: by it, it is found again when they have another address. */
  person?: string;
  /** Of a mail. */
  subject?: string;
  text: string;
}

export type KeptMessage = OutboxMessage & { at: Date };

const keptInMemory = 100;
const keptAsFiles = 200;
/** Nothing is kept longer, in whatever process and to whatever address, the earlier one of somebody who is to be forgotten included. */
const keptForMs = 7 * dayMs;
/** Looking through the folder costs more than writing a file: it is not done each time. */
const filesBetweenCleanUps = 20;

export class MailOutbox {
  private readonly logger = new Logger('Outbox');
  private kept: KeptMessage[] = [];
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
    const oldest = this.oldest();
    this.kept = this.kept.filter(({ at }) => at >= oldest);
    return to === undefined ? [...this.kept] : this.kept.filter((message) => message.to === to);
  }

  /**
   * Removes what was for `person`, and what went to `addresses`, here and in the folder; done again, it changes nothing. What other processes have in memory stays
   * until it is too old. A few hundred small files are read.
   * @throws the error of a folder or file that cannot be read or removed
   */
  async forget(person: string, addresses: readonly string[]): Promise<void> {
    const gone = new Set(addresses);
    const isTheirs = (message: { to?: string; person?: string }): boolean =>
      message.person === person || (message.to !== undefined && gone.has(message.to));
    this.kept = this.kept.filter((message) => !isTheirs(message));
    await this.removeOldest();
    for (const name of await this.files()) {
      const path = join(this.directory, name);
      const [head] = ((await readFile(path, 'utf8').catch(ignoreMissing)) ?? '').split('\n\n', 1);
      const headed = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head!)?.[1];
      if (isTheirs({ to: headed('To'), person: headed('Person') })) await unlink(path).catch(ignoreMissing);
    }
  }

  private async write({ channel, to, person, subject, text, at }: KeptMessage): Promise<void> {
    const number = this.written++;
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    if (number % filesBetweenCleanUps === 0) await this.removeOldest();
    const name = `${timeInName(at)}-${process.pid}-${number}.${channel}.txt`;
    const optional = [...(person ? [`Person: ${person}`] : []), ...(subject ? [`Subject: ${subject}`] : [])];
    const head = [`Date: ${at.toISOString()}`, `To: ${to}`, ...optional];
    await writeFile(join(this.directory, name), `${head.join('\n')}\n\n${text}\n`, { mode: 0o600 });
  }

  /** Another process may be doing the same. */
  private async removeOldest(): Promise<void> {
    const files = await this.files();
    const oldest = timeInName(this.oldest());
    const surplus = files.length - keptAsFiles;
    const old = files.filter((name, index) => index < surplus || name < oldest);
    await Promise.all(old.map((name) => unlink(join(this.directory, name)).catch(() => undefined)));
  }

  /** The oldest first: their names begin with the time. */
  private async files(): Promise<string[]> {
    const names = (await readdir(this.directory).catch(ignoreMissing)) ?? [];
    return names.filter((name) => name.endsWith('.txt')).sort();
  }

  private oldest(): Date {
    return new Date(this.clock.now().getTime() - keptForMs);
  }
}

const timeInName = (at: Date): string => at.toISOString().replaceAll(':', '');

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
