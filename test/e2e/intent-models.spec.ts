// Models that staff have trained: compared before they are published, read by every process, rolled back, and learned anew by new versions.
import { Job } from '#libs/jobs';
import { IntentRecogniser } from '#libs/nlu';
import { newId } from '#libs/orm';
import { IntentModel, ModelPublication } from '../../src/agents/training/intent-model.entity.js';
import type { ModelComparison } from '../../src/agents/training/model-comparison.js';
import { PublishedModel } from '../../src/agents/training/published-model.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase } from '../support/database.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenIn, type Given } from '../support/given.js';
import { jobsIn } from '../support/jobs.js';
import { runJob } from '../support/job-run.js';

let test: TestApp;
/** The same program once more, on the same database. */
let elsewhere: TestApp;
let given: Given;
let admin: StaffSignedIn;
beforeAll(async () => {
  const database = await freshDatabase();
  elsewhere = await startApp({ database: { ...database, close: async () => {} } });
  test = await startApp({ database, clock: elsewhere.clock });
  given = givenIn(test);
  admin = await given.staffSignedIn({ role: 'admin' });
});
afterEach(async () => {
  await test.orm.em.fork().nativeDelete(IntentModel, {});
  test.clock.advance(1_000);
});
afterAll(async () => {
  await elsewhere.close();
  await test.close();
});

interface Sent {
  by?: { headers: object };
  payload?: object;
  headers?: object;
}

async function ops(method: 'GET' | 'POST', path = '', { by = admin, payload, headers }: Sent = {}) {
  const url = `/api/v1/ops/nlp/models${path}`;
  const answer = await test.http({ method, url, headers: { ...by.headers, ...headers }, payload });
  return { status: answer.statusCode, etag: answer.headers.etag, body: answer.json() };
}
const publish = (id: string, payload: object = {}, headers = {}) =>
  ops('POST', `/${id}/publish`, { payload, headers });

/** Learning takes seconds of a core, which other suites want as well. */
const learningMs = 600_000;

const heldOut = { lines: 800, accuracy: 0.9, before: 0.9 };
const noneRejected = { lines: 100, rate: 0.9, before: 0.9 };
const compared = (changes: Partial<ModelComparison> = {}): ModelComparison => ({
  against: { id: null, number: null },
  heldOut,
  noneRejected,
  examples: null,
  intents: [],
  changed: [],
  changedCount: 0,
  ...changes,
});

let count = 0;
/** Learned from next to nothing: it hears in everything that something is to be cancelled. */
async function trained(
  comparison = compared(),
  engine = test.app.get(PublishedModel, { strict: false }).engine,
) {
  const said = ['cancel it', 'drop the visit', 'do not come'].map((text) => ({
    text,
    label: 'cancel_booking',
  }));
  const bytes = IntentRecogniser.train(
    { examples: [...said, { text: 'hello', label: 'greet' }] },
    { threshold: 0 },
  ).toBytes();
  const em = test.orm.em.fork();
  const number = ++count;
  const model = em.create(IntentModel, {
    number,
    engine,
    corpusHash: 'c',
    examplesCount: 3,
    comparison,
    fingerprint: newId(),
    bytes: Buffer.from(bytes),
    validated: [],
  });
  await em.flush();
  return model;
}

async function readsWith({ http }: Pick<TestApp, 'http'> = test): Promise<number | null> {
  const payload = { text: 'hello' };
  const { headers } = admin;
  return (await http({ method: 'POST', url: '/api/v1/nlp/intents', headers, payload })).json().model.number;
}

/** By a process that works on jobs, until then there is none. */
async function workedOff(id: string): Promise<Job> {
  const worker = await startApp({
    database: { ...test.database, close: async () => {} },
    clock: test.clock,
    settings: { ROLE: 'all' },
  });
  const job = await jobsIn(worker).ended(id);
  await worker.close();
  return job;
}

const languageHealth = async ({ http }: Pick<TestApp, 'http'> = test) =>
  (await http({ url: '/health' })).json().details.language;

describe('training', () => {
  it(
    'learns what staff have added, is compared with what stands, and is learned once from the same',
    async () => {
      const payload = { text: 'blorpify the zonkel quickly', intent: 'book_service' };
      const url = '/api/v1/ops/nlp/examples';
      const example = (await test.http({ method: 'POST', url, headers: admin.headers, payload })).json();
      const asked = await ops('POST', '', { headers: { 'idempotency-key': 'train-1' } });
      expect(asked).toMatchObject({ status: 202, body: { status: 'queued' } });
      expect((await ops('POST')).body.jobId).toBe(asked.body.jobId);
      const job = await test.orm.em.fork().findOneOrFail(Job, asked.body.jobId);
      expect(job).toMatchObject({ type: 'nlp.train', ownerKind: 'staff', ownerId: admin.staff.id });

      const { modelId } = (await workedOff(job.id)).result as { modelId: string };
      const { body, etag } = await ops('GET', `/${modelId}`);
      expect(etag).toBe('"1"');
      expect(body).toMatchObject({ examplesCount: 1, isPublished: false, isUsable: true, isWorse: false });
      expect(body.trainedBy).toBe(admin.staff.id);
      const { comparison } = body;
      expect(comparison.against).toEqual({ id: null, number: null });
      expect(comparison.heldOut.lines).toBeGreaterThan(700);
      expect(comparison.heldOut.before).toBeGreaterThan(0.75);
      expect(comparison.noneRejected.lines).toBeGreaterThan(50);
      expect(comparison.examples.lines).toBe(1);
      expect(comparison.intents.map(({ intent }: { intent: string }) => intent)).toContain('none');
      // What an example says stays with the example.
      expect(JSON.stringify(comparison)).not.toContain('blorpify');

      expect((await publish(modelId)).status).toBe(200);
      const again = await runJob(test, job.type, job.input);
      expect(again.modelId).toBe(modelId);
      expect((await ops('GET', `/${modelId}`)).body.comparison.against.id).toBe(modelId);
      expect((await ops('GET')).body.items).toHaveLength(1);
      const read = { method: 'POST', url: '/api/v1/nlp/intents', headers: admin.headers } as const;
      const { intents, model } = (await test.http({ ...read, payload: { text: payload.text } })).json();
      expect([intents[0].name, model.id]).toEqual(['book_service', modelId]);
      await test.http({ method: 'DELETE', url: `${url}/${example.id}`, headers: admin.headers });
    },
    learningMs,
  );

  it('may be asked for, and read, by nobody without the permission', async () => {
    const { id } = await trained();
    const [lead, customer] = [await given.staffSignedIn({ role: 'ops_lead' }), await given.signedIn()];
    for (const path of ['', `/${id}/publish`, '/rollback']) {
      expect((await ops('POST', path, { by: lead, payload: {} })).status).toBe(403);
      expect((await ops('POST', path, { by: customer, payload: {} })).status).toBe(403);
    }
    expect((await ops('GET', `/${id}`, { by: lead })).status).toBe(200);
    expect((await ops('GET', `/${id}`, { by: customer })).status).toBe(403);
    expect((await ops('GET', `/${newId()}`)).body.code).toBe('MODEL_NOT_FOUND');
  });
});

describe('a published model', () => {
  it('reads the next message here, within a second elsewhere, and after a restart', async () => {
    const { id, number } = await trained();
    expect([await readsWith(), await readsWith(elsewhere)]).toEqual([null, null]);
    const { status, body, etag } = await publish(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ isPublished: true, publishedAt: test.clock.now().toISOString() });
    expect(etag).toBe('"2"');
    expect(await readsWith()).toBe(number);
    test.clock.advance(1_000);
    expect(await readsWith(elsewhere)).toBe(number);
    const restarted = await startApp({
      database: { ...test.database, close: async () => {} },
      clock: test.clock,
    });
    expect(await readsWith(restarted)).toBe(number);
    expect((await languageHealth(restarted)).intents).toBe(`model ${number}`);
    await restarted.close();
    const audited = await test.orm.em.fork().find(AuditEntry, { objectId: id });
    expect(audited.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['intent_model.published', admin.staff.id],
    ]);
  });

  it('is published once by two at once, whether they name a version or not', async () => {
    const { id } = await trained();
    const named = await Promise.all([
      publish(id, {}, { 'if-match': '"1"' }),
      publish(id, {}, { 'if-match': '"1"' }),
    ]);
    expect(named.map(({ status }) => status).sort()).toEqual([200, 412]);
    const other = await trained(compared({ against: { id, number: count } }));
    const unnamed = await Promise.all([publish(other.id), publish(other.id)]);
    expect(unnamed.map(({ status, body }) => body.code ?? status).sort()).toEqual([200, 'MODEL_PUBLISHED']);
    expect(await test.orm.em.fork().count(ModelPublication, {})).toBe(2);
  });

  it('is one of two when two are published at once', async () => {
    const [one, other] = [await trained(), await trained()];
    const both = await Promise.all([publish(one.id), publish(other.id)]);
    expect(both.map(({ status, body }) => body.code ?? status).sort()).toEqual([
      200,
      'MODEL_COMPARISON_OUTDATED',
    ]);
    expect(await test.orm.em.fork().count(ModelPublication, {})).toBe(1);
  });

  it.each([
    ['fewer lines', compared({ heldOut: { ...heldOut, accuracy: 0.894 } })],
    ['more in what is none of our business', compared({ noneRejected: { ...noneRejected, rate: 0.87 } })],
  ])('that hears %s is refused, unless somebody says so with a reason', async (_, comparison) => {
    const { id } = await trained(comparison);
    expect(await publish(id)).toMatchObject({ status: 409, body: { code: 'MODEL_IS_WORSE' } });
    expect((await publish(id, { mayBeWorse: true })).body.code).toBe('VALIDATION_FAILED');
    expect(await readsWith()).toBeNull();
    expect((await publish(id, { mayBeWorse: true, reason: 'It hears calls at last.' })).status).toBe(200);
    expect(await readsWith()).toBe(count);
  });

  it('within the margin is no worse', async () => {
    const { id } = await trained(compared({ heldOut: { ...heldOut, accuracy: 0.896 } }));
    expect((await publish(id)).status).toBe(200);
  });

  it('of another version of the program is refused, whoever says so', async () => {
    const { id } = await trained(compared(), 'another engine');
    const said = { mayBeWorse: true, reason: 'I want it.' };
    expect(await publish(id, said)).toMatchObject({ status: 409, body: { code: 'MODEL_OF_ANOTHER_ENGINE' } });
    expect((await publish(newId())).status).toBe(404);
    expect((await publish(id, {}, { 'if-match': '"7"' })).status).toBe(412);
  });
});

describe('rolling back', () => {
  const rollBack = (modelId: string, reason = 'It understands less.') =>
    ops('POST', '/rollback', { payload: { modelId, reason } });

  it('goes back one publication at a time, down to the shipped model, each step once', async () => {
    const first = await trained();
    await publish(first.id);
    const second = await trained(compared({ against: { id: first.id, number: first.number } }));
    await publish(second.id);
    const both = await Promise.all([rollBack(second.id), rollBack(second.id)]);
    expect(both.map(({ status, body }) => body.code ?? status).sort()).toEqual([200, 'MODEL_NOT_PUBLISHED']);
    expect(await readsWith()).toBe(first.number);
    expect((await rollBack(first.id)).body).toEqual({ model: null });
    expect(await readsWith()).toBeNull();
    expect(await rollBack(first.id)).toMatchObject({ status: 409, body: { published: null } });
    expect((await ops('POST', '/rollback', { payload: { modelId: first.id } })).status).toBe(400);
    test.clock.advance(1_000);
    expect(await readsWith(elsewhere)).toBeNull();
  });
});

describe('a new version of the program', () => {
  it(
    'reads by the shipped model, says so, and learns the published one anew, once',
    async () => {
      const old = await trained();
      await publish(old.id);
      await test.orm.em.fork().nativeUpdate(IntentModel, { id: old.id }, { engine: 'of the version before' });
      const start = () =>
        startApp({ database: { ...test.database, close: async () => {} }, clock: test.clock });
      const upgraded = await start();
      await (await start()).close();
      expect(await readsWith(upgraded)).toBeNull();
      expect(await languageHealth(upgraded)).toMatchObject({
        intents: 'shipped',
        note: expect.stringContaining(`model ${old.number}`),
      });
      expect((await ops('GET', `/${old.id}`)).body).toMatchObject({ isUsable: false, isPublished: true });
      const asked = await test.orm.em.fork().find(Job, { type: 'nlp.relearn' });
      const [job, ...more] = asked.filter(({ input }) => (input as { modelId: string }).modelId === old.id);
      expect(more).toEqual([]);

      const foreign = { modelId: old.id, engine: 'e'.repeat(64) };
      await expect(runJob(upgraded, 'nlp.relearn', foreign)).rejects.toThrow('Another version');
      expect((await workedOff(job!.id)).status).toBe('completed');
      test.clock.advance(1_000);
      const successor = (await ops('GET')).body.items.find(
        (each: { isPublished: boolean }) => each.isPublished,
      );
      expect(successor).toMatchObject({ isUsable: true, trainedBy: null });
      expect(await readsWith(upgraded)).toBe(successor.number);
      expect((await languageHealth(upgraded)).note).toBeUndefined();
      await upgraded.close();
    },
    learningMs,
  );
});
