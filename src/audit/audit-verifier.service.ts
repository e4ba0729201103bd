import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { AuditCheckpointsService } from './audit-checkpoints.service.js';
import {
  chainBeginning,
  chainedColumns,
  hashOf,
  inMilliseconds,
  type ChainedRow,
  type ChainLink,
} from './chain.hash.js';

export const auditFaults = [
  'changed', // its content does not fit its hash
  'replaced', // it fits its own hash, but not what follows it
  'missing',
  'inserted', // it has no place in the chain
  'cut_off', // the chain ends before it
  'head_changed', // the record of where the chain ends does not fit the last entry
  'rewritten', // the chain fits itself, but not a checkpoint
  'checkpoint_forged',
] as const;

/** The first entry that is not as it was written. */
export interface BrokenEntry {
  /** Its place in the chain; null when it has none. */
  seq: number | null;
  /** Null when it is gone. */
  id: string | null;
  fault: (typeof auditFaults)[number];
  detail: string;
}

export interface AuditVerification {
  intact: boolean;
  broken: BrokenEntry | null;
  /** That were found in order: all, or those before the broken one. */
  entries: number;
  checkpoints: number;
  /** The last of them. */
  head: ChainLink;
}

interface Checkpoint extends ChainLink {
  at: string;
  signature: string;
}

/** Where the chain ends, and what there is of highest number (none counts as higher than any), as it is at one moment. */
interface End extends ChainLink {
  lastId: string | null;
  lastSeq: string | null;
  firstCheckpoint: string | null;
  /** The first checkpoint beyond the end, where there can be none. */
  beyond: Checkpoint | null;
}

/** Entries read at a time: the embedded database does nothing else meanwhile. */
const batchSize = 200;
/** Below every number that a row can have. */
const lowest = { seq: '-9223372036854775808', id: '00000000-0000-0000-0000-000000000000' };

class Broken extends Error {
  constructor(readonly entry: BrokenEntry) {
    super(entry.detail);
  }
}

const broken = (seq: number | null, id: string | null, fault: BrokenEntry['fault'], detail: string) =>
  new Broken({ seq, id, fault, detail });

/**
 * Walks the chain from its first entry and recomputes it, in batches, while others go on to write.
 *
 * What nothing in the database can show: that somebody who rules over it has rewritten what came after the last checkpoint, every hash of
 * it; or, where they can also have the program started anew, anything at all: entries, chain and checkpoints put back to what they once
 * were together, or rewritten without the checkpoints, which a new process then signs. (One that goes on running signs nothing more,
 * and says so in its log.) Only a checkpoint from the log protects what lies before it: hand the newest to `verify` as what is
 * expected.
 *
 * The keys of persons are no part of the chain: that one is gone shows when an entry is opened.
 */
@Injectable()
export class AuditVerifierService {
  /** By what is expected: those that wait and the one that walks. */
  private readonly asked = new Map<string, Promise<AuditVerification>>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly checkpoints: AuditCheckpointsService,
  ) {}

  /**
   * One walk at a time in a process. Who asks for what is being walked already gets the answer of that walk, which says nothing of what was
   * changed behind it since it began.
   * @param expected a place in the chain that is known from elsewhere, such as a checkpoint in the log
   */
  verify(expected: ChainLink | null = null): Promise<AuditVerification> {
    const key = expected ? `${expected.seq}:${expected.hash}` : '';
    const shared = this.asked.get(key);
    if (shared) return shared;
    const answer = this.last.then(() => this.result(expected)).finally(() => this.asked.delete(key));
    this.asked.set(key, answer);
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async result(expected: ChainLink | null): Promise<AuditVerification> {
    const walk = { last: { ...chainBeginning, id: null as string | null }, checkpoints: 0 };
    const found = (entry: BrokenEntry | null): AuditVerification => ({
      intact: entry === null,
      broken: entry,
      entries: walk.last.seq,
      checkpoints: walk.checkpoints,
      head: { seq: walk.last.seq, hash: walk.last.hash },
    });
    try {
      await this.walk(this.em.fork() as SqlEntityManager, walk, expected);
      return found(null);
    } catch (error) {
      if (error instanceof Broken) return found(error.entry);
      throw error;
    }
  }

  private async walk(
    sql: SqlEntityManager,
    walk: { last: ChainLink & { id: string | null }; checkpoints: number },
    expected: ChainLink | null,
  ): Promise<void> {
    const head = await this.end(sql);
    let after = lowest;
    for (;;) {
      const rows = await this.batch(sql, after, head.seq);
      if (rows.length === 0) break;
      const marks = await this.marks(sql, after.seq, rows.at(-1)!.seq);
      for (const row of rows) {
        await this.checkPlace(sql, row, walk.last, head);
        const link = { seq: Number(row.seq), hash: row.hash!, id: row.id };
        const mark = marks.get(link.seq);
        if (mark) this.checkMark(link, mark);
        if (mark) walk.checkpoints++;
        if (expected?.seq === link.seq && expected.hash !== link.hash)
          throw broken(link.seq, link.id, 'rewritten', `Entry ${link.seq} is not the one that is expected.`);
        walk.last = link;
      }
      after = rows.at(-1)!;
      // Others have their turn.
      await setImmediate();
    }
    this.checkEnd(walk.last, head, expected);
    this.checkBeyond(await this.end(sql), head);
  }

  /** Whether an entry is the one that follows `last`, and unchanged. */
  private async checkPlace(
    sql: SqlEntityManager,
    row: ChainedRow,
    last: ChainLink & { id: string | null },
    head: ChainLink,
  ): Promise<void> {
    const [seq, next] = [Number(row.seq), last.seq + 1];
    if (seq > next) throw broken(next, null, 'missing', `Entry ${next} is missing.`);
    if (seq < next) throw broken(seq, row.id, 'inserted', `Another entry has the number ${seq}.`);
    if (hashOf(row) !== row.hash) {
      // It was pushed on by one that was put in before it.
      const isPushed = row.prev_hash !== last.hash && hashOf({ ...row, seq: String(last.seq) }) === row.hash;
      if (isPushed) throw broken(last.seq, last.id, 'inserted', `Entry ${last.seq} was put in.`);
      throw broken(seq, row.id, 'changed', `Entry ${seq} was changed.`);
    }
    if (row.prev_hash === last.hash) return;
    // One of the two was replaced, hash and all. What follows tells which.
    const known = seq === head.seq ? head.hash : await this.hashBefore(sql, seq + 1);
    if (known === row.hash && last.seq > 0)
      throw broken(last.seq, last.id, 'replaced', `Entry ${last.seq} is not the one that was written.`);
    throw broken(seq, row.id, 'replaced', `Entry ${seq} is not the one that was written.`);
  }

  private checkMark(link: ChainLink & { id: string }, { at, signature, ...mark }: Checkpoint): void {
    if (!this.checkpoints.isSigned(mark, at, signature)) throw forged(link.seq, link.id);
    if (mark.hash !== link.hash)
      throw broken(link.seq, link.id, 'rewritten', `Entry ${link.seq} or ones before it were rewritten.`);
  }

  private checkEnd(
    last: ChainLink & { id: string | null },
    head: ChainLink,
    expected: ChainLink | null,
  ): void {
    if (last.seq < head.seq) throw cutOff(last.seq);
    if (last.hash !== head.hash)
      throw broken(
        last.seq,
        last.id,
        'head_changed',
        `Entry ${last.seq} or the end of the chain was changed.`,
      );
    if (expected && expected.seq > head.seq) throw cutOff(head.seq);
  }

  /** Between two looks the chain only grows, and at every moment nothing lies beyond its end. */
  private checkBeyond(end: End, head: ChainLink): void {
    if (end.seq < head.seq) throw cutOff(end.seq);
    if (end.lastId !== null && end.lastSeq === null)
      throw broken(null, end.lastId, 'inserted', 'An entry was never sealed.');
    if (Number(end.lastSeq) > end.seq)
      throw broken(Number(end.lastSeq), end.lastId, 'inserted', 'An entry lies beyond the end.');
    const first = Number(end.firstCheckpoint ?? 1);
    if (first < 1)
      throw broken(first, null, 'checkpoint_forged', `There cannot be a checkpoint at ${first}.`);
    if (!end.beyond) return;
    const { at, signature, ...beyond } = end.beyond;
    if (this.checkpoints.isSigned(beyond, at, signature))
      throw cutOff(end.seq, ` There is a checkpoint at ${beyond.seq}.`);
    throw forged(beyond.seq, null);
  }

  private async end(sql: SqlEntityManager): Promise<End> {
    const [row] = await sql.execute<(Omit<End, 'seq' | 'beyond'> & Record<string, string>)[]>(
      // Each is one look at an index, also where the planner knows nothing of the tables.
      `select c.seq::text as seq, encode(c.hash, 'hex') as hash, e.id::text as "lastId", e.seq::text as "lastSeq",
        (select min(seq)::text from audit_checkpoints) as "firstCheckpoint",
        m.seq::text as "beyondSeq", encode(m.hash, 'hex') as "beyondHash", ${inMilliseconds('m.at')} as at, m.signature::text as signature
      from audit_chain c
      left join lateral (select id, seq from audit_entries order by seq desc nulls first limit 1) e on true
      left join lateral (select * from audit_checkpoints where seq > c.seq order by seq limit 1) m on true`,
    );
    if (!row) throw broken(null, null, 'head_changed', 'The record of where the chain ends is gone.');
    const { beyondSeq, beyondHash, at, signature, ...end } = row;
    const beyond = beyondSeq
      ? { seq: Number(beyondSeq), hash: beyondHash!, at: at!, signature: signature! }
      : null;
    return { ...end, seq: Number(row.seq), beyond };
  }

  private batch(
    sql: SqlEntityManager,
    after: { seq: string; id: string },
    upTo: number,
  ): Promise<ChainedRow[]> {
    return sql.execute<ChainedRow[]>(
      `select ${chainedColumns} from audit_entries
      where (audit_entries.seq, audit_entries.id) > (?::bigint, ?::uuid) and audit_entries.seq <= ?::bigint
      order by audit_entries.seq, audit_entries.id limit ${batchSize}`,
      [after.seq, after.id, String(upTo)],
    );
  }

  private async marks(sql: SqlEntityManager, after: string, upTo: string): Promise<Map<number, Checkpoint>> {
    const rows = await sql.execute<(Omit<Checkpoint, 'seq'> & { seq: string })[]>(
      `select seq::text as seq, encode(hash, 'hex') as hash, ${inMilliseconds('at')} as at, signature::text as signature
      from audit_checkpoints where seq > ?::bigint and seq <= ?::bigint`,
      [after, upTo],
    );
    return new Map(rows.map((row) => [Number(row.seq), { ...row, seq: Number(row.seq) }]));
  }

  private async hashBefore(sql: SqlEntityManager, seq: number): Promise<string | null> {
    const [row] = await sql.execute<{ hash: string }[]>(
      `select encode(prev_hash, 'hex') as hash from audit_entries where seq = ?::bigint`,
      [String(seq)],
    );
    return row?.hash ?? null;
  }
}

function forged(seq: number, id: string | null): Broken {
  return broken(seq, id, 'checkpoint_forged', `The checkpoint at ${seq} is not ours.`);
}

function cutOff(last: number, more = ''): Broken {
  return broken(last + 1, null, 'cut_off', `Entry ${last + 1} and all after it are gone.${more}`);
}
