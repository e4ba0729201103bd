// Counts what must not be tried too often: guesses at passwords and codes, mails and text messages to one person.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { networkOf } from '#libs/http';
import { currentRequest } from '#libs/observability';
import { deleteInBatches } from '#libs/orm';
import { SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import { Attempt } from './attempt.entity.js';

export interface AttemptPolicy {
  /** Seconds to wait after the first attempt, after the second, and so on; the last one holds for all that follow. */
  readonly waits: readonly number[];
  /** Seconds after the first attempt at which all is forgotten. */
  readonly window: number;
  /** Attempts in a window, at most; after them nothing until it ends. */
  readonly most?: number;
}

/** What is counted: a constant of the program (`login`, `mail-to`), and what makes it one's own. */
export type AttemptKey = readonly [purpose: string, ...about: string[]];

export interface LoginAttempt {
  /** Refused attempts are not counted. */
  readonly allowed: boolean;
  /** Until the next one is allowed, whole seconds rounded up; 0 when it is at once. */
  readonly retryAfterSeconds: number;
}

const batchSize = 1_000;
const markPurpose = 'attempts';

@Injectable()
export class AttemptsService {
  constructor(
    private readonly em: EntityManager,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts an attempt before it is made, in one statement: of any number that come at once no more are allowed than the policy says.
   * An attempt that succeeds is taken back by {@link clear}.
   *
   * Not to be called in a transaction: it would undo the count when it fails.
   */
  async take(key: AttemptKey, { waits, window, most }: AttemptPolicy): Promise<LoginAttempt> {
    const sql = this.sql();
    if (sql.isInTransaction()) throw new Error('An attempt is counted outside of transactions.');
    const now = this.clock.now();
    const mark = this.markOf(key);
    const [taken] = await sql.execute<Waiting[]>(takeStatement, [
      mark,
      now,
      window,
      `{${waits.join()}}`,
      waits.length,
      most ?? null,
    ]);
    if (taken) return { allowed: true, retryAfterSeconds: taken.seconds };
    const [blocked] = await sql.execute<Waiting[]>(waitingStatement, [now, mark]);
    // Cleared in between: whoever asks again is let in.
    return { allowed: false, retryAfterSeconds: blocked?.seconds || 1 };
  }

  /** Forgets all attempts: the last one succeeded. May be called in the transaction of that success. */
  async clear(...keys: readonly AttemptKey[]): Promise<void> {
    const marks = keys.map((key) => this.markOf(key));
    // As the column is typed: compared as text, it would be read from end to end.
    await this.sql().execute('delete from attempts where key = any(?::bpchar[])', [`{${marks.join()}}`]);
  }

  /** Those that count for nothing any more. @returns how many */
  removeForgotten(signal?: AbortSignal): Promise<number> {
    const isOver = { $lte: this.clock.now() };
    const isForgotten = { windowEndsAt: isOver, blockedUntil: isOver };
    return deleteInBatches(this.em, Attempt, isForgotten, { orderBy: 'windowEndsAt', batchSize, signal });
  }

  /** Numbers and addresses are few enough to be guessed from a bare hash. */
  private markOf(key: AttemptKey): string {
    return this.secrets.mark(markPurpose, JSON.stringify(key));
  }

  private sql(): SqlEntityManager {
    return this.em as SqlEntityManager;
  }
}

/** `blocked_until`: as long as the policy says after this attempt, or until the window ends if it was the last one in it. */
const takeStatement = `
  with asked as (
    select ?::text as key, ?::timestamptz as now, ?::int * interval '1 second' as span, ?::int[] as waits, ?::int as waits_length,
      ?::int as most)
  insert into attempts as kept (key, count, window_ends_at, blocked_until)
  select key, 1, now + span,
    case when most <= 1 then now + span else now + waits[1] * interval '1 second' end
  from asked
  on conflict (key) do update set
    count = case when kept.window_ends_at <= (select now from asked) then 1 else kept.count + 1 end,
    window_ends_at = case when kept.window_ends_at <= (select now from asked) then excluded.window_ends_at else kept.window_ends_at end,
    blocked_until = case when kept.window_ends_at <= (select now from asked) then excluded.blocked_until else (
      select case when kept.count + 1 >= most then greatest(kept.window_ends_at, now)
        else now + waits[least(kept.count + 1, waits_length)] * interval '1 second' end
      from asked) end
  where kept.blocked_until <= (select now from asked)
  returning ${secondsFrom('(select now from asked)')}`;

const waitingStatement = `select ${secondsFrom('?::timestamptz')} from attempts where key = ?`;

interface Waiting {
  seconds: number;
}

function secondsFrom(now: string): string {
  return `ceil(greatest(0, extract(epoch from blocked_until - ${now})))::int as seconds`;
}

/** Where a request comes from, as far as one subscriber: the same as for the limiter. */
export function callerNetwork(): string {
  return networkOf(currentRequest()?.address ?? 'unknown');
}
