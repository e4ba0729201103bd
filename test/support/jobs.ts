// Jobs in stories: asked for by the program, and waited for until they have ended. Only in suites whose app works on them: `ROLE: 'all'`.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { JobDispatcher, Job, JobQueue, type JobRequest } from '#libs/jobs';
import { StreamLog } from '#libs/realtime';
import type { TestApp } from './app.js';

const endings = new Set(['job.completed', 'job.failed', 'job.cancelled']);

export type JobsInStories = ReturnType<typeof jobsIn>;

export function jobsIn({ app, orm, clock }: Pick<TestApp, 'app' | 'orm' | 'clock'>) {
  const jobs = app.get(JobQueue, { strict: false });
  const streams = app.get(StreamLog, { strict: false });
  const dispatcher = app.get(JobDispatcher, { strict: false });
  const nobody = { kind: 'system', id: 'test' } as const;

  /** Of the program itself, unless the story says whose. */
  async function ask(request: Omit<JobRequest, 'owner'> & Partial<JobRequest>): Promise<Job> {
    const [job] = await askAll([request]);
    return job!;
  }

  function askAll(requests: readonly (Omit<JobRequest, 'owner'> & Partial<JobRequest>)[]): Promise<Job[]> {
    return orm.em
      .fork()
      .transactional(() => jobs.enqueueAll(requests.map((request) => ({ owner: nobody, ...request }))));
  }

  const find = (id: string): Promise<Job> => orm.em.fork().findOneOrFail(Job, { id });

  /** Follows the job's stream until it says that the job has ended. */
  async function ended(id: string): Promise<Job> {
    await until(id, ({ type }) => endings.has(type));
    return find(id);
  }

  /** Follows the job's stream until an entry is as wanted. */
  async function until(
    id: string,
    isWanted: (entry: { type: string; data: Record<string, unknown> }) => boolean,
  ): Promise<void> {
    const enough = new AbortController();
    for await (const entry of streams.follow(`job:${id}`, 0, enough.signal))
      if (isWanted(entry)) return enough.abort();
  }

  const run = async (request: Parameters<typeof ask>[0]): Promise<Job> => ended((await ask(request)).id);

  /** Resolves when nothing is due, under way or to be told. */
  async function idle(): Promise<void> {
    dispatcher.wakeAll();
    for (;;) {
      const [row] = await (orm.em.fork() as SqlEntityManager).execute<{ open: number }[]>(
        `select (select count(*) from jobs where status = 'processing' or (status = 'queued' and run_at <= ?))
           + (select count(*) from outbox_events where relayed_at is null) as open`,
        [clock.now()],
      );
      if (Number(row!.open) === 0) return;
      await new Promise(setImmediate);
    }
  }

  /** Moves the clock, and has what is due by then begun. */
  function advance(seconds: number): void {
    clock.advance(seconds * 1_000);
    dispatcher.wakeAll();
  }

  return { ask, askAll, find, ended, until, run, idle, advance };
}
