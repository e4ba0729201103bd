// Files of complaints: pictures drawn anew, bills as they are, fetched by links that end; and nothing kept of what is something else.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { FileStore } from '#libs/storage';
import { dayMs } from '#libs/time';
import { Settings } from '../../src/config/settings.js';
import { ComplaintAttachment } from '../../src/complaints/attachments/attachment.entity.js';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { newDataDirectory } from '../support/data-directory.js';
import { pdfOf, pdfProtection } from '../support/documents.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { settle } from '../support/settle.js';
import { fileForm, movingPicture, picture, pixelBomb, scriptedSvg } from '../support/uploads.js';

const directory = newDataDirectory();
let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let agent: StaffSignedIn;
beforeAll(async () => {
  // What others keep and take away beside us is not ours to count.
  test = await startApp({ settings: { DATA_DIR: directory.path } });
  given = givenIn(test);
  agent = await given.staffSignedIn({ role: 'ops_agent' });
});
beforeEach(async () => {
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
});
afterEach(() => test.clock.set(standardNow));
afterAll(async () => {
  await test.close();
  directory.remove();
});

type Caller = { headers: object };

async function filed(by: SignedIn): Promise<string> {
  const payload = { category: 'quality', subject: 'It drips', description: 'Since noon.' };
  const { headers } = by;
  const answer = await test.http({ method: 'POST', url: '/api/v1/complaints', headers, payload });
  return answer.json().id;
}

interface Sent {
  name?: string;
  visibility?: string;
}
async function send(by: Caller, complaint: string, bytes: Buffer, { name = 'x.jpg', visibility }: Sent = {}) {
  const form = fileForm(bytes, name, visibility ? { visibility } : {});
  const url = `/api/v1/complaints/${complaint}/attachments`;
  const headers = { ...by.headers, ...form.headers };
  const answer = await test.http({ method: 'POST', url, payload: form.payload, headers });
  return { status: answer.statusCode, body: answer.json() };
}

async function call(method: 'GET' | 'DELETE', url: string, by?: Caller) {
  const answer = await test.http({ method, url, headers: by?.headers as never });
  return { status: answer.statusCode, answer, body: answer.body.startsWith('{') ? answer.json() : undefined };
}
const listed = async (by: Caller, complaint: string) =>
  (await call('GET', `/api/v1/complaints/${complaint}/attachments`, by)).body.items;

const png = () => picture(4, 4).png().toBuffer();
const bill = (more: Parameters<typeof pdfOf>[1] = {}) => pdfOf([[{ text: 'Bill 42: 590', y: 700 }]], more);

async function keptFiles(): Promise<string[]> {
  const { DATA_DIR } = test.app.get(Settings);
  return (await readdir(join(DATA_DIR, 'files', 'complaint-attachments')).catch(() => [])).sort();
}

it('are pictures drawn anew and bills as they are, fetched by links that end', async () => {
  const id = await filed(asha);
  const jpeg = await picture(3200, 1000)
    .withExif({ IFD0: { Copyright: 'CANARY' } })
    .jpeg()
    .toBuffer();
  const shot = await send(asha, id, jpeg, { name: 'tap.jpg' });
  expect(shot).toMatchObject({
    status: 201,
    body: { complaintId: id, kind: 'picture', name: 'tap.webp', visibility: 'public', byKind: 'customer' },
  });
  const paper = await send(asha, id, bill(), { name: 'बिल नवंबर.pdf' });
  expect(paper).toMatchObject({ status: 201, body: { kind: 'pdf', name: 'बिल नवंबर.pdf' } });
  expect((await listed(asha, id)).map((each: { id: string }) => each.id)).toEqual([
    shot.body.id,
    paper.body.id,
  ]);

  const { answer } = await call('GET', shot.body.url);
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/webp']);
  expect((await sharp(answer.rawPayload).metadata()).width).toBe(1600);
  expect(answer.rawPayload.includes('CANARY')).toBe(false);

  const saved = (await call('GET', paper.body.url)).answer;
  expect(saved.rawPayload).toEqual(bill());
  expect(saved.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('बिल नवंबर.pdf')}`,
    'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
    'x-content-type-options': 'nosniff',
  });

  const forged = [
    shot.body.url.replace(shot.body.id, paper.body.id),
    shot.body.url.replace(/\w$/, (last: string) => (last === '0' ? '1' : '0')),
    `/api/v1/complaint-attachments/${shot.body.id}/file?signature=x`,
  ];
  for (const url of forged) expect((await call('GET', url)).status).toBe(404);
  test.clock.set(new Date(shot.body.urlExpiresAt));
  expect((await call('GET', shot.body.url)).status).toBe(404);
});

it('are nobody else’s, and what staff keep for themselves is not its customer’s', async () => {
  const id = await filed(asha);
  const mine = (await send(asha, id, await png())).body;
  const before = await keptFiles();
  expect((await send(bala, id, await png())).body.code).toBe('COMPLAINT_NOT_FOUND');
  expect((await call('GET', `/api/v1/complaints/${id}/attachments`, bala)).status).toBe(404);
  expect((await call('DELETE', `/api/v1/complaint-attachments/${mine.id}`, bala)).status).toBe(404);
  expect((await send(asha, id, await png(), { visibility: 'internal' })).status).toBe(403);
  expect(await keptFiles()).toEqual(before);

  const ours = (await send(agent, id, bill(), { visibility: 'internal' })).body;
  expect((await listed(asha, id)).map((each: { id: string }) => each.id)).toEqual([mine.id]);
  expect((await listed(agent, id)).map((each: { id: string }) => each.id)).toEqual([mine.id, ours.id]);
  expect((await call('DELETE', `/api/v1/complaint-attachments/${ours.id}`, asha)).status).toBe(404);
});

it('are the photographs that were waited for', async () => {
  const id = await filed(asha);
  const payload = { status: 'waiting_for_customer' };
  await test.http({
    method: 'PUT',
    url: `/api/v1/ops/complaints/${id}/status`,
    headers: agent.headers,
    payload,
  });
  await send(asha, id, await png());
  expect((await test.orm.em.fork().findOneOrFail(Complaint, { id })).status).toBe('in_progress');
});

it('are added to what somebody works on only, but by staff for themselves', async () => {
  const id = await filed(asha);
  await test.http({ method: 'POST', url: `/api/v1/complaints/${id}/resolve`, headers: asha.headers });
  const before = await keptFiles();
  expect((await send(asha, id, await png())).body.code).toBe('COMPLAINT_ENDED');
  expect(await keptFiles()).toEqual(before);
  expect((await send(agent, id, await png(), { visibility: 'internal' })).status).toBe(201);
});

it('are added once, however often the request is sent', async () => {
  const id = await filed(asha);
  const form = fileForm(await png(), 'tap.png');
  const headers = { ...asha.headers, ...form.headers, 'idempotency-key': `attachment-${id}` };
  const url = `/api/v1/complaints/${id}/attachments`;
  const again = () => test.http({ method: 'POST', url, payload: form.payload, headers });
  const both = [await again(), await again()];
  expect(both[1]!.json()).toEqual(both[0]!.json());
  expect(await listed(asha, id)).toHaveLength(1);
});

it('are deleted with their file, by whoever sent them or by staff', async () => {
  const id = await filed(asha);
  const [hers, ours] = [(await send(asha, id, await png())).body, (await send(agent, id, bill())).body];
  const { fileKey } = await test.orm.em.fork().findOneOrFail(ComplaintAttachment, { id: hers.id });
  expect((await call('DELETE', `/api/v1/complaint-attachments/${ours.id}`, asha)).status).toBe(404);
  const both = [1, 2].map(() => call('DELETE', `/api/v1/complaint-attachments/${hers.id}`, asha));
  expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([204, 404]);
  expect((await call('DELETE', `/api/v1/complaint-attachments/${ours.id}`, agent)).status).toBe(204);
  expect((await call('GET', hers.url)).status).toBe(404);
  await settle(test);
  expect(await test.app.get(FileStore).get(fileKey)).toBeNull();
});

it('are twenty of a complaint and forty of a customer in a day at most, deleted ones counted', async () => {
  const [first, second, third] = [await filed(asha), await filed(asha), await filed(asha)];
  const [bytes, before] = [await png(), await keptFiles()];
  for (let count = 0; count < 19; count++) expect((await send(asha, first, bytes)).status).toBe(201);
  const race = await Promise.all([send(asha, first, bytes), send(asha, first, bytes)]);
  expect(race.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect((await send(asha, first, bytes)).body.code).toBe('TOO_MANY_ATTACHMENTS');
  expect((await keptFiles()).length - before.length).toBe(20);
  for (let count = 0; count < 20; count++) expect((await send(asha, second, bytes)).status).toBe(201);
  const [{ id: gone }] = await listed(asha, second);
  await call('DELETE', `/api/v1/complaint-attachments/${gone}`, asha);
  expect((await send(asha, third, bytes)).body.code).toBe('TOO_MANY_ATTACHMENTS_TODAY');
  expect((await send(agent, third, bytes)).status).toBe(201);
  expect((await send(bala, await filed(bala), bytes)).status).toBe(201);
  test.clock.advance(dayMs + 1);
  expect((await send(asha, third, bytes)).status).toBe(201);
});

describe('what is sent as a file and is something else', () => {
  /** Objects as they stand in a file, behind those of a bill. */
  const actingBill = (object: string) =>
    Buffer.concat([Buffer.from(`%PDF-1.5\n${object}\n`), bill().subarray(9)]);
  const packed = (text: string) => bill({ stream: deflateSync(Buffer.from(text)) });
  const corpus: Record<string, [code: string, make: () => Buffer | Promise<Buffer>]> = {
    'HTML named .jpg': ['ATTACHMENT_INVALID', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    'SVG with a script': ['ATTACHMENT_INVALID', () => Buffer.from(scriptedSvg)],
    'nothing at all': ['ATTACHMENT_INVALID', () => Buffer.alloc(0)],
    'an archive': ['ATTACHMENT_INVALID', () => Buffer.from('PK\x03\x04'.padEnd(200, '\0'))],
    'a program': ['ATTACHMENT_INVALID', () => Buffer.from('MZ'.padEnd(200, '\0'))],
    'a TIFF': ['ATTACHMENT_INVALID', () => picture().tiff().toBuffer()],
    'a PDF behind a line of HTML': [
      'ATTACHMENT_INVALID',
      () => Buffer.concat([Buffer.from('<html>'), bill()]),
    ],
    'a PNG that unpacks to more than memory': ['IMAGE_INVALID', pixelBomb],
    'half a picture': [
      'IMAGE_INVALID',
      async () => (await picture(800, 800).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 9_000),
    ],
    'a picture that moves': ['IMAGE_INVALID', movingPicture],
    'the beginning of a PDF': ['DOCUMENT_UNREADABLE: damaged', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n')],
    'half a PDF': ['DOCUMENT_UNREADABLE: damaged', () => bill().subarray(0, -40)],
    'a protected PDF': ['DOCUMENT_UNREADABLE: encrypted', () => bill({ trailer: pdfProtection })],
    'a PDF with an archive behind it': [
      'DOCUMENT_UNREADABLE: active',
      () => Buffer.concat([bill(), Buffer.from('PK\x03\x04 payload')]),
    ],
    'a PDF with a script': [
      'DOCUMENT_UNREADABLE: active',
      () => actingBill('99 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj'),
    ],
    'a PDF with a script under another spelling': [
      'DOCUMENT_UNREADABLE: active',
      () => actingBill('99 0 obj\n<< /S /J#61va#53cript /JS (app.alert(1)) >>\nendobj'),
    ],
    'a PDF that starts a program': [
      'DOCUMENT_UNREADABLE: active',
      () => actingBill('99 0 obj\n<< /S /Launch /F (cmd.exe) >>\nendobj'),
    ],
    'a PDF with a file within': [
      'DOCUMENT_UNREADABLE: active',
      () => packed('<< /Names << /EmbeddedFiles 9 0 R >> >>'),
    ],
    'a PDF with packed scripts': [
      'DOCUMENT_UNREADABLE: active',
      () => packed('<< /S /JavaScript /JS (x) >>'),
    ],
    'a PDF that unpacks to more than memory': [
      'DOCUMENT_UNREADABLE: packed_too_much',
      () => bill({ stream: deflateSync(Buffer.alloc(200 * 1024 * 1024)) }),
    ],
    'a PDF of 101 pages': [
      'DOCUMENT_UNREADABLE: too_many_pages',
      () => pdfOf(Array.from({ length: 101 }, () => [])),
    ],
  };

  it.each(Object.entries(corpus))('is refused, and nothing is kept: %s', async (_what, [code, make]) => {
    const id = await filed(asha);
    const before = await keptFiles();
    const { body } = await send(asha, id, await make());
    expect([body.code, ...(body.reason ? [body.reason] : [])].join(': ')).toBe(code);
    expect(await test.orm.em.fork().count(ComplaintAttachment, { complaint: id })).toBe(0);
    expect(await keptFiles()).toEqual(before);
  });

  it('is refused when it is too large, before it is in memory', async () => {
    const id = await filed(asha);
    const large = Buffer.alloc(100 * 1024 * 1024);
    global.gc?.();
    const before = process.memoryUsage().rss;
    expect((await send(asha, id, large)).status).toBe(413);
    expect((await send(asha, id, large.subarray(0, 10 * 1024 * 1024 + 1))).status).toBe(413);
    expect(await listed(asha, id)).toEqual([]);
    // The form that the test makes is itself twice as large.
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  });

  it('costs nothing that stays, however often it is tried', async () => {
    const id = await filed(asha);
    const before = await keptFiles();
    const sent = [];
    for (const make of [pixelBomb, () => bill({ stream: deflateSync(Buffer.alloc(80 * 1024 * 1024)) })])
      for (let round = 0; round < 4; round++) sent.push(send(asha, id, make()));
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([400, 422]));
    expect(await keptFiles()).toEqual(before);
  });

  it.each([
    ['../../../etc/passwd', 'passwd.webp'],
    ['C:\\windows\\evil.exe', 'evil.webp'],
    ['a\u202egpj.exe', 'agpj.webp'],
    ['<script>.svg', 'script.webp'],
    [`${'n'.repeat(300)}.jpg`, `${'n'.repeat(60)}.webp`],
    ['.jpg', 'file.webp'],
    ['😡', 'file.webp'],
  ])('is kept under a name of ours, whatever it is called: %s', async (name, shown) => {
    const id = await filed(asha);
    const before = await keptFiles();
    const { status, body } = await send(asha, id, await png(), { name });
    expect([status, body.name]).toEqual([201, shown]);
    expect((await keptFiles()).filter((each) => !before.includes(each))).toEqual([`${body.id}.webp`]);
  });
});
