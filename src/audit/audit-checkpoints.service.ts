import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import { inMilliseconds, type ChainLink } from './chain.hash.js';

/** What was done since the last one could be rewritten by somebody who rules over the database, hash by hash, without a trace. */
const everyMs = 5 * 60_000;
const purpose = 'audit-checkpoint';

/** Where the chain ends, and the newest checkpoint that is not beyond it. */
interface End extends ChainLink {
  /** Whether the last entry is the one that the chain says. */
  fits: boolean;
  signed: (ChainLink & { at: string; signature: string }) | null;
}

/**
 * Signs, now and then, how far the chain has come. Hashes can be computed by anybody, signatures only with the secret of the program.
 * Each is logged as well: the log is a copy outside of the database.
 *
 * What this process has once seen signed must still be there before it signs more: what was rewritten behind its back it does not sign.
 * A process that starts knows no more than what it finds.
 */
@Injectable()
export class AuditCheckpointsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Audit');
  /** The newest that was seen signed. */
  private known: ChainLink | undefined;

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** Before anybody can ask this process for anything. */
  async onApplicationBootstrap(): Promise<void> {
    this.learn(await this.end(this.em.fork() as SqlEntityManager));
  }

  /**
   * Writes a checkpoint if the chain has grown since the last one. Of several processes that do it at once, one writes. None is written,
   * and an error logged, when the chain does not hold what was signed before. A timer and no job: each process looks after what it has seen.
   */
  @Interval(everyMs)
  async write(): Promise<void> {
    const sql = this.em.fork() as SqlEntityManager;
    if (this.known && !(await holds(sql, this.known))) return this.refuse(this.known);
    const end = await this.end(sql);
    this.learn(end);
    if (!end || end.seq <= (end.signed?.seq ?? 0)) return;
    const { seq, hash, fits } = end;
    if (!fits) return this.refuse({ seq, hash });
    const at = this.clock.now();
    const signature = this.box.mark(purpose, textOf(end, String(at.getTime())));
    const written = await sql.execute<object[]>(
      `insert into audit_checkpoints (seq, hash, at, signature) values (?, decode(?, 'hex'), ?, ?)
       on conflict (seq) do nothing returning seq`,
      [seq, hash, at, signature],
    );
    if (written.length === 0) return;
    this.known = { seq, hash };
    // The hash is not logged under its own name, under which the log masks those of passwords.
    this.logger.log({ seq, expect: `${seq}:${hash}`, at: at.getTime(), signature }, 'checkpoint');
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
  isSigned(link: ChainLink, at: string, signature: string): boolean {
    return this.box.isMark(purpose, textOf(link, at), signature);
  }

  /** Remembers the newest checkpoint, unless somebody else has made it or it is older than what is known. */
  private learn(end: End | undefined): void {
    const signed = end?.signed;
    if (!signed || signed.seq < (this.known?.seq ?? 0)) return;
    const { seq, hash, at, signature } = signed;
    if (this.isSigned(signed, at, signature)) this.known = { seq, hash };
  }

  private refuse({ seq, hash }: ChainLink): void {
    this.logger.error({ expect: `${seq}:${hash}` }, 'audit log rewritten or cut off: no checkpoint');
  }

  /** Undefined while there is no entry, or when the record of where the chain ends is gone. */
  private async end(sql: SqlEntityManager): Promise<End | undefined> {
    const [row] = await sql.execute<Record<string, string>[]>(
      `select c.seq::text as seq, encode(c.hash, 'hex') as hash, (e.id is not null)::text as fits,
         m.seq::text as signed_seq, encode(m.hash, 'hex') as signed_hash, ${inMilliseconds('m.at')} as at, m.signature::text as signature
       from audit_chain c
       left join audit_entries e on e.seq = c.seq and e.hash = c.hash
       left join lateral (select * from audit_checkpoints where seq <= c.seq order by seq desc limit 1) m on true
       where c.seq > 0`,
    );
    if (!row) return undefined;
    const { seq, hash, fits, signed_seq, signed_hash, at, signature } = row as Required<typeof row>;
    const signed = signed_seq
      ? { seq: Number(signed_seq), hash: signed_hash!, at: at!, signature: signature! }
      : null;
    return { seq: Number(seq), hash: hash!, fits: fits === 'true', signed };
  }
}

/** Whether what was signed is there as it was: the entry and its checkpoint, and a chain that goes as far. */
async function holds(sql: SqlEntityManager, { seq, hash }: ChainLink): Promise<boolean> {
  const rows = await sql.execute<object[]>(
    `select 1 from audit_entries e join audit_checkpoints m on m.seq = e.seq and m.hash = e.hash join audit_chain c on c.seq >= e.seq
     where e.seq = ? and e.hash = decode(?, 'hex')`,
    [seq, hash],
  );
  return rows.length > 0;
}

function textOf({ seq, hash }: ChainLink, at: string): string {
  return `${seq}:${hash}:${at}`;
}
