// Documents of the knowledge base: sent, read in the background, in force one after the other, and deleted so that nothing is left.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OutboxEvent } from '#libs/events';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { KnowledgeUpload } from '../../src/knowledge/documents/knowledge-upload.entity.js';
import { KnowledgeChunk } from '../../src/knowledge/knowledge-chunk.entity.js';
import { KnowledgeDocument } from '../../src/knowledge/knowledge-document.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { docxOf, formOf, pdfOf, pdfProtection, wordParagraph } from '../support/documents.js';
import { givenIn, type Given } from '../support/given.js';
import { jobsIn, type JobsInStories } from '../support/jobs.js';

type Headers = Record<string, string>;
const documentsUrl = '/api/v1/ops/knowledge/documents';
const dayMs = 86_400_000;

let test: TestApp;
let given: Given;
let jobs: JobsInStories;
let admin: { headers: Headers };
let viewer: { headers: Headers };
beforeAll(async () => {
  test = await startApp({ settings: { ROLE: 'all' } });
  given = givenIn(test);
  jobs = jobsIn(test);
  admin = await given.staffSignedIn({ role: 'admin' });
  viewer = await given.staffSignedIn({ role: 'viewer' });
});
afterAll(() => test.close());
beforeEach(() => test.clock.set(standardNow));

const fork = () => test.orm.em.fork();
const call = (
  method: 'GET' | 'PATCH' | 'DELETE',
  path: string,
  headers: Headers = admin.headers,
  payload?: object,
) => test.http({ method, url: path.startsWith('/api') ? path : `${documentsUrl}${path}`, headers, payload });
const send = (
  fields: Headers,
  bytes: Buffer | string,
  { name = 'policy.pdf', headers = {} as Headers } = {},
) => {
  const form = formOf(fields, { name, bytes });
  return test.http({
    method: 'POST',
    url: documentsUrl,
    headers: { ...admin.headers, ...form.headers, ...headers },
    payload: form.payload,
  });
};
const write = (payload: object, headers = admin.headers) =>
  test.http({ method: 'POST', url: documentsUrl, headers, payload });
/** Until it is read, and found by searching, or refused. */
async function added(answer: Awaited<ReturnType<typeof send>>) {
  expect([answer.statusCode, answer.body]).toEqual([202, expect.stringContaining('documentId')]);
  const { documentId, jobId } = answer.json();
  const job = await jobs.ended(jobId);
  await jobs.idle();
  return { documentId: documentId as string, job };
}
const later = (days: number) => new Date(standardNow.getTime() + days * dayMs).toISOString();

describe('a document', () => {
  it('is sent as a PDF, read in the background, and then found with its pages', async () => {
    const bytes = pdfOf([
      [
        { text: 'Refund rules', size: 20, y: 700 },
        { text: 'Money goes back by the way it came.', y: 680 },
      ],
      [
        { text: 'Exceptions', size: 14, y: 700 },
        { text: 'Gift cards are not paid out.', y: 680 },
      ],
    ]);
    const { documentId, job } = await added(
      await send({ slug: 'refund-rules' }, bytes, { name: 'C:\\files\\refunds 2026.pdf' }),
    );
    expect(job).toMatchObject({
      status: 'completed',
      result: { documentId, format: 'pdf', pages: 2, pieces: 2 },
    });
    const shown = await call('GET', `/${documentId}`);
    expect([shown.statusCode, shown.headers.etag]).toEqual([200, '"1"']);
    expect(shown.json()).toMatchObject({
      slug: 'refund-rules',
      version: 1,
      title: 'Refund rules',
      audience: 'customer',
      format: 'pdf',
      fileName: 'refunds 2026.pdf',
      pageCount: 2,
      isInForce: true,
      isEmbedded: true,
      pieces: 2,
      body: '# Refund rules\n\nMoney goes back by the way it came.\n\n## Exceptions\n\nGift cards are not paid out.',
    });
    const pieces = await fork().find(
      KnowledgeChunk,
      { document: documentId },
      { orderBy: { position: 'asc' } },
    );
    expect(pieces.map(({ heading, page }) => [heading, page])).toEqual([
      ['Refund rules', 1],
      ['Refund rules > Exceptions', 2],
    ]);
    expect(await fork().count(KnowledgeUpload)).toBe(0);
    const listed = (await call('GET', '?slug=refund-rules')).json().items;
    expect(listed).toHaveLength(1);
    expect(listed[0]).not.toHaveProperty('body');
  });

  it('is read by customers where it is for them, once it is in force', async () => {
    const asha = await given.signedIn();
    const read = (id: string, headers: Headers) => call('GET', `/api/v1/knowledge/documents/${id}`, headers);
    const open = await added(await write({ slug: 'open-terms', body: '# Terms\n\nFor all.' }));
    const inner = await added(
      await write({ slug: 'inner-terms', body: '# Terms\n\nFor us.', audience: 'staff' }),
    );
    const coming = await added(
      await write({ slug: 'coming-terms', body: '# Terms\n\nSoon.', validFrom: later(2) }),
    );
    expect((await read(open.documentId, asha.headers)).json()).toMatchObject({
      title: 'Terms',
      body: '# Terms\n\nFor all.',
    });
    for (const { documentId } of [inner, coming])
      expect((await read(documentId, asha.headers)).statusCode).toBe(404);
    expect((await read(inner.documentId, viewer.headers)).statusCode).toBe(200);
    test.clock.advance(3 * dayMs);
    expect((await read(coming.documentId, asha.headers)).statusCode).toBe(200);
    // What an answer of those days refers to.
    await call('PATCH', `/${open.documentId}`, admin.headers, { validUntil: later(1) });
    expect((await read(open.documentId, asha.headers)).json()).toMatchObject({ isInForce: false });
    expect((await read(open.documentId, {})).statusCode).toBe(401);
  });

  it('is added, changed and deleted by those who configure agents, and by nobody else', async () => {
    const { documentId } = await added(await write({ slug: 'guarded', body: 'Words.' }));
    const asha = await given.signedIn();
    for (const [{ headers }, may] of [
      [viewer, 200],
      [asha, 403],
    ] as const) {
      expect((await write({ slug: 'guarded', body: 'Other words.' }, headers)).statusCode).toBe(403);
      expect((await call('PATCH', `/${documentId}`, headers, { title: 'Mine' })).statusCode).toBe(403);
      expect((await call('DELETE', `/${documentId}`, headers)).statusCode).toBe(403);
      expect((await call('DELETE', '/api/v1/ops/knowledge/slugs/guarded', headers)).statusCode).toBe(403);
      expect((await call('GET', `/${documentId}`, headers)).statusCode).toBe(may);
      expect((await call('GET', '', headers)).statusCode).toBe(may);
    }
    expect(await fork().count(KnowledgeUpload)).toBe(0);
  });

  it.each<[string, () => Buffer | string, RegExp]>([
    [
      'protected',
      () => pdfOf([[{ text: 'Words', y: 700 }]], { trailer: pdfProtection }),
      /without protection/,
    ],
    [
      'with macros',
      () => docxOf(wordParagraph('Words'), [{ name: 'word/vbaProject.bin', bytes: Buffer.from('x') }]),
      /macros/,
    ],
    [
      'a picture',
      () => Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001080600', 'hex'),
      /none of PDF/,
    ],
    ['empty', () => '', /empty/],
    ['of headings only', () => '# a\n\nb\n\n'.repeat(5_001), /more than 5000 pieces/],
  ])('is refused in words when it is %s, and nothing is kept of it', async (_, make, words) => {
    const { documentId, job } = await added(await send({ slug: 'refused' }, make()));
    expect(job).toMatchObject({
      status: 'failed',
      error: { category: 'rejected', message: expect.stringMatching(words) },
    });
    expect((await call('GET', `/${documentId}`)).statusCode).toBe(404);
    expect(await fork().count(KnowledgeUpload)).toBe(0);
  });

  it.each<[string, Headers, number, string]>([
    ['no slug', {}, 400, 'VALIDATION_FAILED'],
    ['a slug of other signs', { slug: 'Refunds!' }, 400, 'VALIDATION_FAILED'],
    ['a field that is none', { slug: 'a', colour: 'red' }, 400, 'VALIDATION_FAILED'],
    ['a body beside the file', { slug: 'a', body: 'words' }, 400, 'VALIDATION_FAILED'],
    [
      'a validity that ends first',
      { slug: 'a', validUntil: '2020-01-01T00:00:00Z' },
      422,
      'KNOWLEDGE_VALIDITY_INVALID',
    ],
    ['a field that is too long', { slug: 'a', title: 'x'.repeat(20_000) }, 400, 'FORM_INVALID'],
    ['a prototype', { slug: 'a', __proto__x: 'x', constructor: 'x' }, 400, 'FORM_INVALID'],
  ])('is not taken with %s', async (_, fields, status, code) => {
    const answer = await send(fields, 'words');
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(await fork().count(KnowledgeUpload)).toBe(0);
  });

  it('is not taken when it is larger than it may be, or the form is cut off', async () => {
    const large = await send({ slug: 'large' }, Buffer.alloc(20 * 1024 * 1024 + 1, 'x'));
    expect([large.statusCode, large.json().code, large.headers.connection]).toEqual([
      413,
      'BODY_TOO_LARGE',
      'close',
    ]);
    const form = formOf({ slug: 'cut' }, { name: 'a.txt', bytes: 'words '.repeat(100) });
    const cut = await test.http({
      method: 'POST',
      url: documentsUrl,
      headers: { ...admin.headers, ...form.headers },
      payload: form.payload.subarray(0, -100),
    });
    expect([cut.statusCode, cut.json().code]).toEqual([400, 'FORM_INVALID']);
    expect(await fork().count(KnowledgeUpload)).toBe(0);
  });

  it('is sent once under one key, and is another one with other bytes', async () => {
    const headers = { 'idempotency-key': 'upload-1' };
    const [first, again] = [
      await send({ slug: 'once' }, 'Words.', { headers }),
      await send({ slug: 'once' }, 'Words.', { headers }),
    ];
    expect(again.json()).toEqual(first.json());
    expect((await send({ slug: 'once' }, 'Others.', { headers })).json().code).toBe('IDEMPOTENCY_KEY_REUSED');
    await added(first);
    expect(await fork().count(KnowledgeDocument, { slug: 'once' })).toBe(1);
  });
});

describe('versions', () => {
  const versionsOf = async (slug: string) =>
    (await call('GET', `?slug=${slug}&sort=createdAt`))
      .json()
      .items.map((each: any) => [each.version, each.validFrom, each.validUntil]);

  it('follow each other: the next ends the one before, and the older one is still known', async () => {
    const slug = 'following';
    const [first, second] = [
      await added(await write({ slug, body: 'Free until 4 hours before.', validFrom: later(-10) })),
      await added(await write({ slug, body: 'Free until 6 hours before.', validFrom: later(5) })),
    ];
    expect(await versionsOf(slug)).toEqual([
      [1, later(-10), later(5)],
      [2, later(5), null],
    ]);
    const inForceOn = async (day: string) =>
      (await call('GET', `?slug=${slug}&inForceOn=${day}`)).json().items.map(({ id }: any) => id);
    expect(await inForceOn('2026-11-24')).toEqual([first.documentId]);
    expect(await inForceOn('2026-11-26')).toEqual([second.documentId]);
    expect(new Set(await inForceOn('2026-11-25'))).toEqual(new Set([first.documentId, second.documentId]));
    expect(await fork().count(KnowledgeChunk, { document: first.documentId })).toBe(1);
  });

  it('never hold at the same time', async () => {
    const slug = 'overlapping';
    const { documentId } = await added(
      await write({ slug, body: 'First.', validFrom: later(-5), validUntil: later(-3) }),
    );
    const early = await write({ slug, body: 'Earlier.', validFrom: later(-6) });
    expect([early.statusCode, early.json().code]).toEqual([409, 'KNOWLEDGE_VERSIONS_OVERLAP']);
    await added(await write({ slug, body: 'Second.', validFrom: later(-1) }));
    const patch = (validUntil: string) => call('PATCH', `/${documentId}`, admin.headers, { validUntil });
    expect((await patch(later(1))).json().code).toBe('KNOWLEDGE_VERSIONS_OVERLAP');
    expect((await patch(later(-6))).json().code).toBe('KNOWLEDGE_VALIDITY_INVALID');
    expect((await patch(later(-1))).json()).toMatchObject({ validUntil: later(-1), revision: 2 });
  });

  it('are numbered once, however many are sent at the same moment', async () => {
    const slug = 'together';
    const sent = await Promise.all(
      [1, 2, 3].map((hour) => write({ slug, body: `Version ${hour}.`, validFrom: later(hour) })),
    );
    for (const answer of sent) await jobs.ended(answer.json().jobId);
    const versions = await versionsOf(slug);
    expect(versions.map(([version]: [number]) => version)).toEqual(
      versions.map((_: unknown, index: number) => index + 1),
    );
    for (const [index, [, , until]] of versions.slice(0, -1).entries())
      expect(until).toBe(versions[index + 1][1]);
  });

  it('are changed by whoever has seen them last, and embedded anew under another title', async () => {
    const { documentId } = await added(await write({ slug: 'titled', title: 'Old name', body: 'Words.' }));
    const ifMatch = { ...admin.headers, 'if-match': '"1"' };
    const changed = await call('PATCH', `/${documentId}`, ifMatch, { title: 'New name', audience: 'staff' });
    expect([changed.statusCode, changed.headers.etag]).toEqual([200, '"2"']);
    expect((await call('PATCH', `/${documentId}`, ifMatch, { title: 'Newer' })).statusCode).toBe(412);
    expect((await call('DELETE', `/${documentId}`, ifMatch)).statusCode).toBe(412);
    expect((await call('PATCH', `/${documentId}`, admin.headers, {})).statusCode).toBe(400);
    await jobs.idle();
    const [piece] = await fork().find(KnowledgeChunk, { document: documentId });
    expect(piece!.heading).toBe('New name');
  });
});

describe('what is deleted', () => {
  const word = 'xylophonquartz';

  /** Every row of every table in which the word is, also as bytes. */
  async function found(): Promise<string[]> {
    const sql = fork() as SqlEntityManager;
    const tables = await sql.execute<{ name: string }[]>(
      `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    const hits: string[] = [];
    for (const { name } of tables) {
      const like = [`%${word}%`, `%${Buffer.from(word).toString('hex')}%`];
      const rows = await sql.execute<unknown[]>(
        `select 1 from ${name} as t where lower(t::text) like ? or lower(t::text) like ? limit 1`,
        like,
      );
      if (rows.length > 0) hits.push(name);
    }
    return hits;
  }

  it('leaves nothing behind: no row of any table has a word of it', async () => {
    const slug = 'secretive';
    const page = pdfOf(
      [
        [
          { text: `The ${word} rules`, size: 20, y: 700 },
          { text: `Say ${word} twice.`, y: 680 },
        ],
      ],
      { title: word },
    );
    const first = await added(await send({ slug, validFrom: later(-1) }, page, { name: `${word}.pdf` }));
    const second = await added(
      await write(
        { slug, title: `About ${word}`, body: `More ${word}.` },
        { ...admin.headers, 'idempotency-key': 'k' },
      ),
    );
    await call('PATCH', `/${second.documentId}`, admin.headers, { title: `Of ${word}` });
    await jobs.idle();
    expect(await found()).toEqual(expect.arrayContaining(['knowledge_documents', 'knowledge_chunks']));
    expect((await call('DELETE', `/${first.documentId}`)).statusCode).toBe(204);
    expect((await call('GET', `/${first.documentId}`)).statusCode).toBe(404);
    expect((await call('GET', `/api/v1/knowledge/documents/${first.documentId}`)).statusCode).toBe(404);
    expect((await call('GET', `/${second.documentId}`)).statusCode).toBe(200);
    expect((await call('DELETE', `/api/v1/ops/knowledge/slugs/${slug}`)).statusCode).toBe(204);
    await jobs.idle();
    expect(await found()).toEqual([]);
    expect((await call('DELETE', `/api/v1/ops/knowledge/slugs/${slug}`)).statusCode).toBe(404);
    expect((await call('DELETE', `/${first.documentId}`)).statusCode).toBe(404);
    const events = await fork().find(OutboxEvent, {
      aggregateType: 'knowledge_document',
      aggregateId: first.documentId,
    });
    expect(events.map(({ type }) => type)).toEqual([
      'knowledge.document.published',
      'knowledge.document.withdrawn',
    ]);
    const audited = await fork().find(AuditEntry, { objectId: first.documentId }, { orderBy: { id: 'asc' } });
    expect(audited.map(({ action }) => action)).toEqual(
      ['uploaded', 'published', 'deleted'].map((what) => `knowledge_document.${what}`),
    );
  });

  it('is not published when it was deleted while it was read', async () => {
    const form = formOf({ slug: 'withdrawn' }, { name: 'a.md', bytes: `# Words\n\n${word}` });
    const answer = await test.http({
      method: 'POST',
      url: documentsUrl,
      headers: { ...admin.headers, ...form.headers },
      payload: form.payload,
    });
    const { documentId, jobId } = answer.json();
    expect((await call('DELETE', `/${documentId}`)).statusCode).toBe(204);
    const job = await jobs.ended(jobId);
    expect(['KNOWLEDGE_UPLOAD_GONE', undefined]).toContain(job.error?.code);
    await jobs.idle();
    expect((await call('GET', `/${documentId}`)).statusCode).toBe(404);
    expect(await found()).toEqual([]);
  });
});
