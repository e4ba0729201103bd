import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import type { Link } from './chain.hash.js';

/** What was done since the last one could be rewritten by somebody who rules over the database, hash by hash, without a trace. */
const everyMs = 5 * 60_000;
const purpose = 'audit-checkpoint';

/**
 * Signs, now and then, how far the chain has come. Hashes can be computed by anybody, signatures only with the secret of the program.
 * Each is logged as well: the log is a copy outside of the database.
 */
@Injectable()
export class AuditCheckpoints implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Audit');

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** Writes a checkpoint if the chain has grown since the last one. Of several processes that do it at once, one writes. */
  @Interval(everyMs)
  async write(): Promise<void> {
    const sql = this.em.fork() as SqlEntityManager;
    const [head] = await sql.execute<{ seq: string; hash: string }[]>(
      `select seq::text as seq, encode(hash, 'hex') as hash from audit_chain
       where seq > coalesce((select max(seq) from audit_checkpoints), 0)`,
    );
    if (!head) return;
    const link = { seq: Number(head.seq), hash: head.hash };
    const at = this.clock.now();
    const signature = this.box.mark(purpose, textOf(link, String(at.getTime())));
    const written = await sql.execute<object[]>(
      `insert into audit_checkpoints (seq, hash, at, signature) values (?, decode(?, 'hex'), ?, ?)
       on conflict (seq) do nothing returning seq`,
      [link.seq, link.hash, at, signature],
    );
    if (written.length > 0) this.logger.log({ ...link, signature }, 'checkpoint');
  }

  /** The last entries before a stop need not wait for the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    try {
      await this.write();
    } catch (error) {
      this.logger.warn(error, 'no checkpoint at the end');
    }
  }

  /** @param at milliseconds since 1970, as text */
  isSigned(link: Link, at: string, signature: string): boolean {
    return this.box.isMark(purpose, textOf(link, at), signature);
  }
}

function textOf({ seq, hash }: Link, at: string): string {
  return `${seq}:${hash}:${at}`;
}
