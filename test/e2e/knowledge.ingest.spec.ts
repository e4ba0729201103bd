// The reading of an upload, attempt by attempt: jobs do not run here by themselves.
import { newId } from '#libs/orm';
import type { Actor } from '../../src/access/actor.js';
import {
  KnowledgeUpload,
  KnowledgeUploadPart,
} from '../../src/knowledge/documents/knowledge-upload.entity.js';
import { KnowledgeDocument } from '../../src/knowledge/knowledge-document.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { formOf } from '../support/documents.js';
import { givenIn } from '../support/given.js';
import { directRun, runJob, type DirectRun } from '../support/job-run.js';

let test: TestApp;
let headers: Record<string, string>;
let actor: Actor;
beforeAll(async () => {
  test = await startApp();
  const admin = await givenIn(test).staffSignedIn({ role: 'admin' });
  headers = admin.headers;
  actor = { kind: 'staff', id: admin.staff.id, permissions: new Set(['agents.configure']) };
});
afterAll(() => test.close());
beforeEach(() => test.clock.set(standardNow));

const fork = () => test.orm.em.fork();
const url = '/api/v1/ops/knowledge/documents';

async function sent(slug: string, bytes: Buffer | string = 'Words.', validFrom?: Date): Promise<string> {
  const form = formOf(
    { slug, ...(validFrom && { validFrom: validFrom.toISOString() }) },
    { name: 'a.txt', bytes },
  );
  const answer = await test.http({
    method: 'POST',
    url,
    headers: { ...headers, ...form.headers },
    payload: form.payload,
  });
  expect(answer.statusCode).toBe(202);
  return answer.json().documentId;
}
const ingest = (uploadId: string, run: DirectRun = directRun(test.orm.em)) =>
  runJob(test, 'knowledge.ingest', { uploadId }, actor, run);
/** As far as the end, and not further. */
const begun = async (uploadId: string) => {
  const run = directRun(test.orm.em);
  const { finish } = run;
  await ingest(uploadId, { ...run, finish: async () => {} });
  return finish;
};
const later = (hours: number) => new Date(standardNow.getTime() + hours * 3_600_000);

it('puts the parts of a large upload together as they were', async () => {
  const text = Array.from({ length: 120_000 }, (_, n) => `word${n}`).join(' ');
  expect(text.length).toBeGreaterThan(1024 * 1024);
  const id = await sent('large', text);
  expect(await fork().count(KnowledgeUploadPart, { upload: id })).toBe(3);
  const run = directRun(test.orm.em);
  expect(await ingest(id, run)).toMatchObject({ format: 'text', characters: text.length });
  expect(run.told.map(([percent]) => percent)).toEqual(expect.arrayContaining([5, 90]));
  expect((await fork().findOneOrFail(KnowledgeDocument, { id })).body).toBe(text);
  expect(await fork().count(KnowledgeUploadPart, { upload: id })).toBe(0);
});

it('publishes once, however often it was begun', async () => {
  const id = await sent('twice');
  const [first, second] = [await begun(id), await begun(id)];
  await first();
  await expect(second()).rejects.toMatchObject({ code: 'KNOWLEDGE_UPLOAD_GONE' });
  expect(await fork().count(KnowledgeDocument, { slug: 'twice' })).toBe(1);
  await expect(ingest(id)).rejects.toMatchObject({ code: 'KNOWLEDGE_UPLOAD_GONE' });
});

it('is published by one of several that end at once, and numbered in turn with others of its slug', async () => {
  const [one, other] = [await sent('at-once', 'One.', later(1)), await sent('at-once', 'Other.', later(2))];
  const ends = [await begun(one), await begun(one), await begun(one)];
  const outcomes = await Promise.allSettled(ends.map((end) => end()));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await ingest(other);
  const versions = await fork().find(KnowledgeDocument, { slug: 'at-once' }, { orderBy: { version: 'asc' } });
  expect(versions.map(({ id, validUntil }) => [id, validUntil])).toEqual([
    [one, later(2)],
    [other, null],
  ]);
});

it('is gone, or was never there, when it is deleted at the moment in which it is published', async () => {
  const slug = 'at-odds';
  const end = await begun(await sent(slug));
  const [published, deleted] = await Promise.allSettled([
    end(),
    test.http({ method: 'DELETE', url: `/api/v1/ops/knowledge/slugs/${slug}`, headers }),
  ]);
  expect(deleted).toMatchObject({ value: { statusCode: 204 } });
  const { reason } = published as Partial<PromiseRejectedResult>;
  expect([undefined, 'KNOWLEDGE_UPLOAD_GONE']).toContain(reason?.code);
  expect([
    await fork().count(KnowledgeDocument, { slug }),
    await fork().count(KnowledgeUpload, { slug }),
  ]).toEqual([0, 0]);
});

it('leaves the upload for another attempt when it was stopped', async () => {
  const id = await sent('stopped');
  const signal = AbortSignal.abort(new Error('shutdown'));
  await expect(ingest(id, directRun(test.orm.em, { signal }))).rejects.toThrow('shutdown');
  expect(await fork().count(KnowledgeUpload, { id })).toBe(1);
  await ingest(id);
  expect(await fork().count(KnowledgeDocument, { id })).toBe(1);
});

it('does not publish what would begin before a version that was added meanwhile', async () => {
  const early = await sent('raced', 'Early.', later(1));
  const finish = await begun(early);
  await ingest(await sent('raced', 'Late.', later(2)));
  await expect(finish()).rejects.toMatchObject({ code: 'KNOWLEDGE_VERSIONS_OVERLAP' });
  // The next attempt sees it before it reads anything, and throws it away.
  await expect(ingest(early)).rejects.toMatchObject({ code: 'KNOWLEDGE_VERSIONS_OVERLAP' });
  expect(await fork().count(KnowledgeUpload, { id: early })).toBe(0);
  const versions = await fork().find(KnowledgeDocument, { slug: 'raced' });
  expect(versions.map(({ version, body }) => [version, body])).toEqual([[1, 'Late.']]);
});

it('is not begun for more than twenty at a time, nor kept for more than a day', async () => {
  const em = fork();
  const made = 20 - (await em.count(KnowledgeUpload));
  const facts = {
    language: 'en',
    audience: 'customer' as const,
    validFrom: standardNow,
    size: 1,
    createdAt: standardNow,
  };
  for (let n = 0; n < made; n++) em.create(KnowledgeUpload, { id: newId(), slug: `waiting-${n}`, ...facts });
  await em.flush();
  const form = formOf({ slug: 'one-more' }, { name: 'a.txt', bytes: 'Words.' });
  const answer = await test.http({
    method: 'POST',
    url,
    headers: { ...headers, ...form.headers },
    payload: form.payload,
  });
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'TOO_MANY_UPLOADS']);
  test.clock.advance(24 * 3_600_000);
  expect(await runJob(test, 'knowledge.clean_up')).toEqual({ removed: 0 });
  test.clock.advance(2 * 3_600_000);
  expect(await runJob(test, 'knowledge.clean_up')).toEqual({ removed: 20 });
});
