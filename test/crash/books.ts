// What is counted, in the database itself: the tables into which the work of the crash test writes, without any constraint that could hide
// something, and what they say in the end.
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { openDatabase } from '../../ormconfig.js';
import { readSettings } from '../../src/config/settings.js';
import type { Kill } from './fleet.js';

const tables = `
  create table if not exists crash_starts (job_id uuid, attempt int, pid int, at timestamptz);
  create table if not exists crash_effects (position bigserial, job_id uuid, n int);
  create table if not exists crash_heard (position bigserial, event_id uuid, aggregate text)`;

/** What the driver knows of its own knowledge. */
export interface Expected {
  /** The jobs that were acknowledged, by their `n`; those in batches are there when their batch is done. */
  acknowledged: ReadonlyMap<number, string>;
  batches: ReadonlyMap<string, readonly number[]>;
  /** Those that somebody cancelled, perhaps too late. */
  cancelled: ReadonlySet<string>;
}

export interface Verdict {
  jobs: number;
  /** Acknowledged, and not there, not ended, ended without its effect, or not as it should have; each in words. */
  lost: string[];
  /** There, done, or heard of more often than once, or although it was not to be. */
  duplicated: string[];
  cancelled: number;
  /** Begun, whatever became of it. */
  starts: number;
  /** Begun again because their process was lost. */
  reruns: number;
  events: number;
}

interface JobRow {
  id: string;
  type: string;
  status: string;
  n: number | null;
  losses: number;
  error: { category: string } | null;
  effects: number;
}

export class Books {
  private constructor(
    private readonly orm: MikroORM,
    private readonly close_: () => Promise<void>,
  ) {}

  /** Of a program that does not run, where the database is embedded. */
  static async open(settings: Record<string, string>): Promise<Books> {
    const database = await openDatabase(readSettings(settings));
    const orm = await MikroORM.init(database.options);
    return new Books(orm, async () => {
      await database.signals.close();
      await orm.close();
      await database.close();
    });
  }

  async prepare(): Promise<void> {
    for (const statement of tables.split(';')) await this.select(statement);
  }

  close(): Promise<void> {
    return this.close_();
  }

  async verdict({ acknowledged, batches, cancelled }: Expected): Promise<Verdict> {
    const jobs = await this.select<JobRow>(`
      select id, type, status, losses, error, (input->>'n')::int as n,
        (select count(*)::int from crash_effects e where e.job_id = j.id) as effects
      from jobs j where type like 'crash.%'`);
    const byId = new Map(jobs.map((job) => [job.id, job]));
    const [lost, duplicated]: [string[], string[]] = [[], []];
    for (const id of [...acknowledged.values(), ...batches.keys()])
      if (!byId.has(id)) lost.push(`acknowledged, but not there: ${id}`);
    const wanted = [...acknowledged.keys(), ...[...batches.values()].flat()];
    const perNumber = Map.groupBy(
      jobs.filter(({ n }) => n !== null),
      ({ n }) => n,
    );
    for (const n of wanted) {
      const count = perNumber.get(n)?.length ?? 0;
      if (count === 0) lost.push(`no job for ${n}`);
      if (count > 1) duplicated.push(`${count} jobs for ${n}`);
    }
    for (const job of jobs) {
      const { id, status, type, error, effects } = job;
      const wantedEffects = type === 'crash.work' && status === 'completed' ? 1 : 0;
      const isAsItShould = status === 'completed' || (status === 'cancelled' && cancelled.has(id));
      if (!isAsItShould) lost.push(`${status} ${error?.category ?? ''}: ${id}`);
      if (effects < wantedEffects) lost.push(`completed without effect: ${id}`);
      if (effects > wantedEffects) duplicated.push(`${status} with ${effects} effects: ${id}`);
    }
    const events = await this.events(lost, duplicated);
    const [counts] = await this.select<{ starts: number }>(
      'select count(*)::int as starts from crash_starts',
    );
    return {
      jobs: jobs.length,
      lost,
      duplicated,
      events,
      starts: counts!.starts,
      cancelled: jobs.filter(({ status }) => status === 'cancelled').length,
      reruns: jobs.reduce((sum, { losses }) => sum + losses, 0),
    };
  }

  /** Each is to be heard once, and in its order among those of its aggregate. @returns how many there are */
  private async events(lost: string[], duplicated: string[]): Promise<number> {
    const events = await this.select<{ id: string; heard: number }>(`
      select id, (select count(*)::int from crash_heard h where h.event_id = e.id) as heard
      from outbox_events e where type = 'crash.done'`);
    for (const { id, heard } of events) {
      if (heard === 0) lost.push(`event not heard: ${id}`);
      if (heard > 1) duplicated.push(`event heard ${heard} times: ${id}`);
    }
    const disorder = await this.select<{ event_id: string }>(`
      select event_id from (
        select h.event_id, e.position, lag(e.position) over (partition by aggregate order by h.position) as before
        from crash_heard h join outbox_events e on e.id = h.event_id) heard
      where before > position`);
    for (const { event_id } of disorder) duplicated.push(`heard out of order: ${event_id}`);
    return events.length;
  }

  /**
   * For each kill that took work with it: milliseconds until each of these jobs was begun again.
   * @param isAlone whether nobody else could begin it: then the time is that from the last kill
   */
  async resumed(kills: readonly Kill[], isAlone: boolean): Promise<number[][]> {
    const starts = await this.select<{ job_id: string; attempt: number; pid: number; at: number }>(`
      select s.job_id, s.attempt, s.pid, (extract(epoch from s.at) * 1000)::float as at from crash_starts s
      where s.job_id in (select job_id from job_attempts where outcome = 'lost') order by s.at`);
    const lost = new Set(
      (
        await this.select<{ key: string }>(
          `select job_id || ' ' || number as key from job_attempts where outcome = 'lost'`,
        )
      ).map(({ key }) => key),
    );
    const byJob = Map.groupBy(starts, ({ job_id }) => job_id);
    return kills
      .map(({ pid, at }) =>
        starts.flatMap((start) => {
          if (start.pid !== pid || !lost.has(`${start.job_id} ${start.attempt}`)) return [];
          const next = byJob.get(start.job_id)!.find((other) => other.at > +at);
          if (!next) return [];
          const since = isAlone ? kills.findLast((kill) => +kill.at < next.at)!.at : at;
          return [next.at - +since];
        }),
      )
      .filter((times) => times.length > 0);
  }

  /** Milliseconds from `moment` until a job was done, and until none was left of those that had been asked for before it. */
  async recovery(moment: Date): Promise<{ firstDoneMs: number; backlogGoneMs: number }> {
    const since = (time: string): string => `round(extract(epoch from ${time} - ?::timestamptz) * 1000)::int`;
    const [row] = await this.select<{ firstDoneMs: number; backlogGoneMs: number }>(
      `select ${since('min(finished_at) filter (where finished_at >= ?)')} as "firstDoneMs",
         ${since('max(finished_at) filter (where created_at < ?)')} as "backlogGoneMs"
       from jobs where type = 'crash.work' and status = 'completed'`,
      [moment, moment, moment, moment],
    );
    return row!;
  }

  /** Rows of the program's own, which a scene starts from. */
  async write<Made>(make: (em: SqlEntityManager) => Made | Promise<Made>): Promise<Made> {
    const em = this.orm.em.fork() as SqlEntityManager;
    const made = await make(em);
    await em.flush();
    return made;
  }

  async select<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return (this.orm.em.fork() as SqlEntityManager).execute(sql, parameters);
  }
}
