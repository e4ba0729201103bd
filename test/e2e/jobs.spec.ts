// Jobs as people ask for them, and as staff look after them.
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from '#libs/errors';
import { Job, JobType, type JobCaller, type JobRun } from '#libs/jobs';
import { newId } from '#libs/orm';
import { PersonalData } from '#libs/personal-data';
import { StreamEntry } from '#libs/realtime';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenKey } from '../support/given-keys.js';
import { givenIn, type Given } from '../support/given.js';
import { jobsIn, type JobsInStories } from '../support/jobs.js';

const name = z.strictObject({ name: z.string().max(20) });
type Name = z.output<typeof name>;
const declared = { description: 'For a test.', input: name, cost: 'standard' } as const;

@Injectable()
class Work {
  @JobType({
    ...declared,
    type: 'test.greet',
    permission: 'bookings.read',
    output: z.object({ text: z.string() }),
  })
  greet(caller: JobCaller, { name }: Name) {
    return { text: `${name}, for ${caller.id}` };
  }

  @JobType({ ...declared, type: 'test.own', permission: 'self', output: z.null() })
  own() {
    return null;
  }

  @JobType({
    ...declared,
    type: 'test.staff',
    permission: 'bookings.read',
    audience: 'staff',
    output: z.null(),
  })
  staff() {
    return null;
  }

  @JobType({ ...declared, type: 'test.refuse', permission: 'bookings.read', output: z.null() })
  refuse(_: JobCaller, { name }: Name): null {
    if (name === 'good') return null;
    throw new DomainError('NOT_GOOD', 'conflict', 'This is not good.');
  }

  @JobType({ ...declared, type: 'test.endless', permission: 'bookings.read', output: z.null() })
  endless(_: JobCaller, _input: Name, run: JobRun) {
    return new Promise<null>((_, reject) =>
      run.signal.addEventListener('abort', () => reject(run.signal.reason)),
    );
  }

  @JobType({
    ...declared,
    type: 'test.told',
    permission: 'bookings.read',
    output: z.null(),
    announced: true,
    cache: { seconds: 60, scope: 'owner' },
  })
  told() {
    return null;
  }

  @JobType({ ...declared, type: 'test.system', permission: null, output: z.null() })
  system() {
    return null;
  }
}

@Module({ providers: [Work] })
class WorkModule {}

let test: TestApp;
let given: Given;
let jobs: JobsInStories;
beforeAll(async () => {
  test = await startApp({ modules: [WorkModule], settings: { ROLE: 'all', JOBS_PER_PERSON: 5 } });
  given = givenIn(test);
  jobs = jobsIn(test);
});
afterAll(() => test.close());

type Headers = Record<string, string>;
type Notice = { kind: string; data: { jobId: string } };
const call = (method: 'GET' | 'POST' | 'DELETE', path: string, headers: Headers, payload?: object) =>
  test.http({ method, url: `/api/v1/${path}`, headers, payload });
const ask = (headers: Headers, type: string, input: object = { name: 'Asha' }, more: object = {}) =>
  call('POST', 'jobs', headers, { type, input, ...more });

describe('what a customer asks for', () => {
  it('is accepted, done, and theirs to see', async () => {
    const { headers, customer } = await given.signedIn();
    const accepted = await ask(headers, 'test.greet', { name: 'Asha' }, { tags: ['morning'] });
    expect(accepted.statusCode).toBe(202);
    const { id, stream } = accepted.json();
    expect(stream).toBe(`job:${id}`);
    await jobs.ended(id);
    expect((await call('GET', `jobs/${id}`, headers)).json()).toMatchObject({
      id,
      type: 'test.greet',
      status: 'completed',
      attempt: 1,
      error: null,
      tags: ['morning'],
      progress: { percent: 100 },
    });
    expect((await call('GET', `jobs/${id}/status`, headers)).json()).toMatchObject({ status: 'completed' });
    expect((await call('GET', `jobs/${id}/result`, headers)).json()).toMatchObject({
      result: { text: `Asha, for ${customer.id}` },
    });
    const found = async (query: string) =>
      (await call('GET', `jobs?${query}`, headers)).json().items.map((job: { id: string }) => job.id);
    expect(await found('status=completed&type=test.greet&tag=morning')).toEqual([id]);
    expect([await found('status=failed'), await found('type=test.own'), await found('tag=noon')]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it('is not there for another customer, nor for staff as theirs', async () => {
    const [owner, other, staff] = [
      await given.signedIn(),
      await given.signedIn(),
      await given.staffSignedIn({ role: 'super_admin' }),
    ];
    const { id } = (await ask(owner.headers, 'test.greet')).json();
    await jobs.ended(id);
    for (const { headers } of [other, staff]) {
      const answers = await Promise.all([
        call('GET', `jobs/${id}`, headers),
        call('GET', `jobs/${id}/status`, headers),
        call('GET', `jobs/${id}/result`, headers),
        call('DELETE', `jobs/${id}`, headers),
      ]);
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404]);
      expect((await call('GET', 'jobs', headers)).json().items).toEqual([]);
    }
  });

  it('is listed page by page', async () => {
    const { headers } = await given.signedIn();
    const ids: string[] = [];
    for (let at = 0; at < 3; at++) ids.push((await ask(headers, 'test.greet')).json().id);
    const first = (await call('GET', 'jobs?limit=2', headers)).json();
    const second = (await call('GET', `jobs?limit=2&cursor=${first.nextCursor}`, headers)).json();
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.toReversed());
    expect(second.nextCursor).toBeNull();
    expect((await call('GET', 'jobs?cursor=nonsense', headers)).statusCode).toBe(400);
  });

  it.each([
    ['an unknown type', { type: 'test.nothing', input: {} }, 422, 'JOB_TYPE_UNKNOWN'],
    ['a type of the program itself', { type: 'test.system', input: { name: 'x' } }, 422, 'JOB_TYPE_UNKNOWN'],
    ['a type for staff', { type: 'test.staff', input: { name: 'x' } }, 403, 'FORBIDDEN'],
    ['an input that does not fit', { type: 'test.greet', input: { name: 5 } }, 400, 'VALIDATION_FAILED'],
    [
      'a priority out of range',
      { type: 'test.greet', input: { name: 'x' }, priority: 10 },
      400,
      'VALIDATION_FAILED',
    ],
  ])('is refused for %s, and nothing is kept', async (_, payload, status, code) => {
    const { headers } = await given.signedIn();
    const answer = await call('POST', 'jobs', headers, payload);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect((await call('GET', 'jobs', headers)).json().items).toEqual([]);
  });

  it('says where an input does not fit', async () => {
    const { headers } = await given.signedIn();
    const { issues } = (await ask(headers, 'test.greet', { name: 5 })).json();
    expect(issues).toEqual([{ path: 'input.name', message: expect.any(String) }]);
  });

  it('is asked for once under one key, however often it is sent', async () => {
    const { headers } = await given.signedIn();
    const key = { ...headers, 'idempotency-key': newId() };
    const answers = [await ask(key, 'test.greet'), await ask(key, 'test.greet')];
    expect(answers[1]!.body).toBe(answers[0]!.body);
    expect((await call('GET', 'jobs', headers)).json().items).toHaveLength(1);
  });

  it('is limited in number, also for many requests at once', async () => {
    const { headers } = await given.signedIn();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask(headers, 'test.greet', { name: 'x' }, { delaySeconds: 60 })),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([
      202, 202, 202, 202, 202, 429, 429, 429,
    ]);
    expect(answers.find(({ statusCode }) => statusCode === 429)!.json().code).toBe('TOO_MANY_JOBS');
  });

  it('can be cancelled while it waits, and while it is under way; what is done stays done', async () => {
    const { headers } = await given.signedIn();
    const later = (await ask(headers, 'test.greet', { name: 'x' }, { delaySeconds: 60 })).json();
    expect((await call('DELETE', `jobs/${later.id}`, headers)).json()).toMatchObject({ status: 'cancelled' });
    const endless = (await ask(headers, 'test.endless')).json();
    await jobs.until(endless.id, ({ type }) => type === 'job.started');
    expect((await call('DELETE', `jobs/${endless.id}`, headers)).json().cancelRequestedAt).not.toBeNull();
    expect((await jobs.ended(endless.id)).status).toBe('cancelled');
    const done = (await ask(headers, 'test.greet')).json();
    await jobs.ended(done.id);
    expect((await call('DELETE', `jobs/${done.id}`, headers)).json()).toMatchObject({ status: 'completed' });
    const refused = await call('GET', `jobs/${later.id}/result`, headers);
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'JOB_NOT_DONE']);
  });

  it('is refused when it could never begin', async () => {
    const { headers } = await given.signedIn();
    const expired = (more: object) => ask(headers, 'test.greet', { name: 'x' }, more);
    for (const more of [
      { delaySeconds: 10, expiresInSeconds: 5 },
      { delaySeconds: 10, expiresInSeconds: 10 },
      { debounce: { key: 'a', seconds: 60 }, expiresInSeconds: 60 },
      { delaySeconds: 5, debounce: { key: 'a', seconds: 60 }, expiresInSeconds: 30 },
    ]) {
      const refused = await expired(more);
      expect([refused.statusCode, refused.json().issues?.[0]?.path]).toEqual([400, 'expiresInSeconds']);
    }
    expect((await expired({ delaySeconds: 10, expiresInSeconds: 11 })).statusCode).toBe(202);
    expect((await call('GET', 'jobs', headers)).json().items).toHaveLength(1);
  });

  it('is announced to them alone, however it ended', async () => {
    const [{ headers }, other] = [await given.signedIn(), await given.signedIn()];
    const told = async (name: string, more?: object): Promise<string> =>
      (await ask(headers, 'test.told', { name }, more)).json().id;
    const done = await told('done');
    await jobs.ended(done);
    const known = await told('done');
    const cancelled = await told('cancelled', { delaySeconds: 60 });
    await call('DELETE', `jobs/${cancelled}`, headers);
    const late = await told('late', { delaySeconds: 60, expiresInSeconds: 61 });
    jobs.advance(62);
    await jobs.ended(late);
    await jobs.idle();
    const feed = await call('GET', 'notifications', headers);
    const notices = feed.json().items.map(({ data, kind }: Notice) => [data.jobId, kind]);
    expect(notices.sort()).toEqual(
      [
        [done, 'job.completed'],
        [known, 'job.completed'],
        [cancelled, 'job.cancelled'],
        [late, 'job.failed'],
      ].sort(),
    );
    expect((await call('GET', 'notifications', other.headers)).json().items).toEqual([]);
  });

  it('is not done once they may no longer do it', async () => {
    const { headers, customer } = await given.signedIn();
    const { id } = (await ask(headers, 'test.greet', { name: 'x' }, { delaySeconds: 60 })).json();
    await test.orm.em.fork().nativeUpdate(Customer, { id: customer.id }, { status: 'locked' });
    jobs.advance(61);
    expect(await jobs.ended(id)).toMatchObject({ status: 'failed', error: { category: 'forbidden' } });
  });

  it('shows itself in what is held about them, and goes with them', async () => {
    const { headers, customer } = await given.signedIn();
    const { id } = (await ask(headers, 'test.greet', { name: 'CANARY' })).json();
    await jobs.ended(id);
    const personal = test.app.get(PersonalData, { strict: false });
    const em = test.orm.em.fork();
    expect(JSON.stringify(await personal.export(em, customer.id))).toContain('CANARY');
    await em.transactional((transaction) => personal.erase(transaction, customer.id));
    expect(await em.count(Job, { id })).toBe(0);
    expect(await em.count(StreamEntry, { stream: `job:${id}` })).toBe(0);
  });
});

describe('a key of theirs', () => {
  it('asks for and sees what its scopes are about, and nothing that only a person may', async () => {
    const owner = await given.signedIn();
    const { headers } = await givenKey(test.http, owner, { scopes: ['bookings.read'] });
    const types = (await call('GET', 'jobs/types', headers)).json().items;
    const names = types.map(({ type }: { type: string }) => type);
    expect(names).toContain('test.greet');
    expect(names).not.toContain('test.own');
    expect(types[0].input).toMatchObject({ type: 'object' });
    const { id } = (await ask(headers, 'test.greet')).json();
    const own = (await ask(owner.headers, 'test.own')).json();
    await jobs.ended(id);
    expect((await call('GET', `jobs/${id}`, headers)).statusCode).toBe(200);
    expect((await call('GET', `jobs/${own.id}`, headers)).statusCode).toBe(404);
    expect((await ask(headers, 'test.own')).statusCode).toBe(403);
  });
});

describe('staff who run the installation', () => {
  const admin = () => given.staffSignedIn({ role: 'admin' });

  async function deadLetter(input = { name: 'bad' }, tags: string[] = []) {
    const { headers, customer } = await given.signedIn();
    const { id } = (await ask(headers, 'test.refuse', input, { tags })).json();
    await jobs.ended(id);
    return { id: id as string, customer, headers };
  }

  it('see what has died, why, and every attempt', async () => {
    const { headers } = await admin();
    const { id, customer } = await deadLetter();
    const query = `ops/jobs?status=failed&category=rejected&ownerId=${customer.id}`;
    expect((await call('GET', query, headers)).json().items).toMatchObject([
      { id, owner: { kind: 'customer', id: customer.id }, error: { code: 'NOT_GOOD' } },
    ]);
    expect((await call('GET', `ops/jobs/${id}`, headers)).json()).toMatchObject({
      input: { name: 'bad' },
      attempts: [{ number: 1, outcome: 'failed', error: { category: 'rejected' } }],
    });
    expect(await test.orm.em.fork().count(AuditEntry, { action: 'job.opened', objectId: id })).toBe(1);
  });

  it('have it done again, with another input, for its owner; and that is written down', async () => {
    const { headers, staff } = await admin();
    const { id, customer, headers: theirs } = await deadLetter();
    const wrong = await call('POST', `ops/jobs/${id}/replay`, headers, { input: { name: 5 } });
    expect([wrong.statusCode, wrong.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    const again = await call('POST', `ops/jobs/${id}/replay`, headers, { input: { name: 'good' } });
    expect(again.statusCode).toBe(202);
    expect(again.json()).toMatchObject({ replayOf: id, owner: { id: customer.id } });
    expect((await jobs.ended(again.json().id)).status).toBe('completed');
    expect((await call('GET', `jobs/${again.json().id}`, theirs)).statusCode).toBe(200);
    const entry = await test.orm.em
      .fork()
      .findOneOrFail(AuditEntry, { action: 'job.replayed', objectId: id });
    expect(entry.actorId).toBe(staff.id);
    const refused = await call('POST', `ops/jobs/${again.json().id}/replay`, headers, {});
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'JOB_NOT_DEAD']);
  });

  it('do many again, each once', async () => {
    const { headers } = await admin();
    await Promise.all([deadLetter({ name: 'a' }, ['batch']), deadLetter({ name: 'b' }, ['batch'])]);
    const replay = () => call('POST', 'ops/jobs/replay', headers, { tag: 'batch' });
    expect((await replay()).json()).toEqual({ count: 2, isMore: false });
    await jobs.idle();
    // Those that were done again have died again: they are new, the first ones are not done a third time.
    expect((await replay()).json()).toEqual({ count: 2, isMore: false });
    expect((await call('POST', 'ops/jobs/replay', headers, {})).statusCode).toBe(400);
  });

  it('cancel many', async () => {
    const { headers } = await admin();
    const { headers: theirs, customer } = await given.signedIn();
    const later = { delaySeconds: 600 };
    const ids: string[] = [];
    for (let at = 0; at < 3; at++)
      ids.push((await ask(theirs, 'test.greet', { name: 'x' }, later)).json().id);
    const cancel = (limit: number) =>
      call('POST', 'ops/jobs/cancel', headers, { ownerId: customer.id, limit });
    expect((await cancel(2)).json()).toEqual({ count: 2, isMore: true });
    expect((await cancel(2)).json()).toEqual({ count: 1, isMore: false });
    const { items } = (await call('GET', 'jobs?status=cancelled', theirs)).json();
    expect(items.map(({ id }: { id: string }) => id).sort()).toEqual(ids.sort());
  });

  it('cancel one of somebody', async () => {
    const { headers } = await admin();
    const { headers: theirs } = await given.signedIn();
    const { id } = (await ask(theirs, 'test.greet', { name: 'x' }, { delaySeconds: 600 })).json();
    expect((await call('POST', `ops/jobs/${id}/cancel`, headers)).json()).toMatchObject({
      status: 'cancelled',
    });
    expect((await call('POST', `ops/jobs/${newId()}/cancel`, headers)).statusCode).toBe(404);
  });

  it('throw known results away', async () => {
    const { headers } = await admin();
    expect((await call('DELETE', 'ops/jobs/results?type=test.greet', headers)).json()).toEqual({ count: 0 });
  });

  it('see how the work stands; so does whoever looks at agents, who sees no job', async () => {
    const viewer = await given.staffSignedIn({ role: 'viewer' });
    const figures = (await call('GET', 'ops/jobs/figures', viewer.headers)).json();
    expect(figures.lines.map(({ cost }: { cost: string }) => cost)).toEqual(['light', 'standard', 'heavy']);
    expect(figures.workers).toHaveLength(1);
    expect(
      figures.types.find(({ type }: { type: string }) => type === 'test.greet').completed,
    ).toBeGreaterThan(0);
    const { id } = await deadLetter();
    const refused = await Promise.all([
      call('GET', 'ops/jobs', viewer.headers),
      call('GET', `ops/jobs/${id}`, viewer.headers),
      call('POST', `ops/jobs/${id}/replay`, viewer.headers, {}),
      call('POST', 'ops/jobs/cancel', viewer.headers, { type: 'test.greet' }),
      call('DELETE', 'ops/jobs/results', viewer.headers),
    ]);
    expect(refused.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403, 403]);
  });
});

describe('the tables', () => {
  it('are kept small: what ended long ago goes, what failed stays longer, with what was told of it', async () => {
    const ended = async (input: Name) => {
      const job = await jobs.run({ type: 'test.refuse', input });
      return job.id;
    };
    const [good, bad] = [await ended({ name: 'good' }), await ended({ name: 'bad' })];
    const waiting = await jobs.ask({
      type: 'test.refuse',
      input: { name: 'good' },
      runAt: new Date(test.clock.now().getTime() + 400 * 86_400_000),
    });
    const cleanUp = async (days: number) => {
      jobs.advance(days * 86_400);
      expect((await jobs.run({ type: 'jobs.clean_up', input: {} })).status).toBe('completed');
      const em = test.orm.em.fork();
      const kept = await em.find(Job, { id: { $in: [good, bad, waiting.id] } });
      const told = await em.find(StreamEntry, { stream: { $in: [`job:${good}`, `job:${bad}`] } });
      return {
        kept: kept.map(({ id }) => id).sort(),
        told: [...new Set(told.map(({ stream }) => stream))].sort(),
      };
    };
    expect(await cleanUp(6)).toMatchObject({ kept: [good, bad, waiting.id].sort() });
    expect(await cleanUp(2)).toEqual({ kept: [bad, waiting.id].sort(), told: [`job:${bad}`] });
    expect(await cleanUp(30)).toEqual({ kept: [waiting.id], told: [] });
  });

  it('are counted for the metrics', async () => {
    const { body } = await test.http({ url: '/metrics' });
    expect(body).toMatch(/^job_waiting\{cost="light"\} \d+$/m);
    expect(body).toMatch(/^job_attempts_total\{type="test.greet",outcome="completed"\} \d+$/m);
  });
});
