// The whole of it on the database and the queue that there are: what is asked for is done, once, in its order, and whoever watches sees it.
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { startApp, type TestApp } from '../../test/support/app.js';
import { Job, Jobs, JobType, type JobCaller, type JobRun } from './index.js';

const seen: string[] = [];

@Injectable()
class Work {
  @JobType({
    type: 'test.echo',
    description: 'Answers what it is given.',
    input: z.object({ text: z.string() }),
    output: z.object({ text: z.string() }),
    permission: null,
    cost: 'light',
  })
  echo(_: JobCaller, { text }: { text: string }, run: JobRun) {
    seen.push(text);
    run.progress(50, 'half');
    return { text };
  }
}

@Module({ providers: [Work] })
class WorkModule {}

let test: TestApp;
beforeAll(async () => {
  test = await startApp({ modules: [WorkModule], settings: { ROLE: 'all' } });
});
afterAll(() => test.close());

it('does what is asked for', async () => {
  const jobs = test.app.get(Jobs);
  const job = await test.orm.em
    .fork()
    .transactional(async () =>
      jobs.enqueue({ type: 'test.echo', input: { text: 'hello' }, owner: { kind: 'system', id: 'test' } }),
    );
  for (;;) {
    const now = await test.orm.em.fork().findOneOrFail(Job, { id: job.id });
    if (now.finishedAt) {
      expect(now).toMatchObject({ status: 'completed', result: { text: 'hello' }, attempt: 1 });
      break;
    }
    await new Promise((r) => setTimeout(r, 20));
  }
});
