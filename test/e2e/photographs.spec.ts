// Photographs of visits: each customer those of their own, drawn anew, shown by links that end, and nothing kept of what is something else.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { FileStore } from '#libs/storage';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Settings } from '../../src/config/settings.js';
import { Photograph } from '../../src/photographs/photograph.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { settle } from '../support/settle.js';
import { fileForm, movingPicture, picture, pixelBomb, scriptedSvg } from '../support/uploads.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());
afterEach(() => test.clock.set(standardNow));

type Caller = { headers: { authorization: string } };

async function send(
  by: Caller,
  booking: string,
  bytes: Buffer,
  { name = 'photo.jpg', kind = 'before' } = {},
) {
  const { payload, headers } = fileForm(bytes, name, { kind });
  const url = `/api/v1/bookings/${booking}/photographs`;
  const answer = await test.http({ method: 'POST', url, payload, headers: { ...by.headers, ...headers } });
  return { status: answer.statusCode, body: answer.json() };
}

async function call(method: 'GET' | 'DELETE', url: string, by?: Caller) {
  const answer = await test.http({ method, url, headers: by?.headers });
  return { status: answer.statusCode, answer, body: answer.body.startsWith('{') ? answer.json() : undefined };
}

const visitOf = async ({ customer }: SignedIn) => (await given.confirmedBooking({ customer })).id;

async function keptFiles(): Promise<string[]> {
  const { DATA_DIR } = test.app.get(Settings);
  return (await readdir(join(DATA_DIR, 'files', 'photographs')).catch(() => [])).sort();
}

it('are added by the customer and by staff, and shown by links that end', async () => {
  const asha = await given.signedIn();
  const agent = await given.staffSignedIn({ role: 'ops_agent' });
  const booking = await visitOf(asha);
  const jpeg = await picture(3200, 1000)
    .withExif({ IFD0: { Copyright: 'CANARY' } })
    .jpeg()
    .toBuffer();
  const before = await send(asha, booking, jpeg);
  expect([before.status, before.body]).toMatchObject([
    201,
    { bookingId: booking, kind: 'before', width: 1600, height: 500, byKind: 'customer' },
  ]);
  const after = await send(agent, booking, await picture().png().toBuffer(), { kind: 'after' });
  expect(after.body).toMatchObject({ kind: 'after', byKind: 'staff' });
  const list = await call('GET', `/api/v1/bookings/${booking}/photographs`, asha);
  expect(list.body.items.map(({ id }: { id: string }) => id)).toEqual([before.body.id, after.body.id]);

  // The link needs nobody signed in, and shows a picture that we have drawn.
  const { answer } = await call('GET', before.body.url);
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/webp']);
  expect((await sharp(answer.rawPayload).metadata()).format).toBe('webp');
  expect(answer.rawPayload.includes('CANARY')).toBe(false);
  const forged = [
    before.body.url.replace(before.body.id, after.body.id),
    before.body.url.replace(/\w$/, (last: string) => (last === '0' ? '1' : '0')),
    `/api/v1/photographs/${before.body.id}/file?signature=x`,
  ];
  for (const url of forged) expect((await call('GET', url)).status).toBe(404);
  test.clock.set(new Date(before.body.urlExpiresAt));
  expect((await call('GET', before.body.url)).status).toBe(404);
});

it('are nobody else’s: another customer neither sees, adds nor deletes them', async () => {
  const [asha, bala] = [await given.signedIn(), await given.signedIn()];
  const booking = await visitOf(asha);
  const bytes = await picture().webp().toBuffer();
  const { body } = await send(asha, booking, bytes);
  const before = await keptFiles();
  const answers = [
    await send(bala, booking, bytes),
    await call('GET', `/api/v1/bookings/${booking}/photographs`, bala),
    await call('DELETE', `/api/v1/photographs/${body.id}`, bala),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(await keptFiles()).toEqual(before);
  expect((await call('GET', body.url)).status).toBe(200);
});

it('are deleted with their file: customers their own, staff any', async () => {
  const asha = await given.signedIn();
  const agent = await given.staffSignedIn({ role: 'ops_agent' });
  const booking = await visitOf(asha);
  const bytes = await picture().png().toBuffer();
  const [hers, ours] = [(await send(asha, booking, bytes)).body, (await send(agent, booking, bytes)).body];
  expect((await call('DELETE', `/api/v1/photographs/${ours.id}`, asha)).status).toBe(404);
  const { fileKey } = await test.orm.em.fork().findOneOrFail(Photograph, { id: hers.id });
  expect((await call('DELETE', `/api/v1/photographs/${hers.id}`, asha)).status).toBe(204);
  expect((await call('DELETE', `/api/v1/photographs/${ours.id}`, agent)).status).toBe(204);
  expect((await call('GET', hers.url)).status).toBe(404);
  await settle(test);
  expect(await test.app.get(FileStore).get(fileKey)).toBeNull();
  const entries = await test.orm.em.fork().find(AuditEntry, { objectId: hers.id }, { orderBy: { id: 1 } });
  expect(entries.map(({ action }) => action)).toEqual(['photograph.added', 'photograph.deleted']);
});

it('are twenty of a booking at most', async () => {
  const asha = await given.signedIn();
  const booking = await visitOf(asha);
  const bytes = await picture(4, 4).png().toBuffer();
  for (let count = 0; count < 19; count++) expect((await send(asha, booking, bytes)).status).toBe(201);
  const answers = await Promise.all([send(asha, booking, bytes), send(asha, booking, bytes)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect((await send(asha, booking, bytes)).body.code).toBe('TOO_MANY_PHOTOGRAPHS');
  expect(await test.orm.em.fork().count(Photograph, { booking })).toBe(20);
});

describe('what is sent as a photograph and is something else', () => {
  const corpus: Record<string, () => Buffer | Promise<Buffer>> = {
    'HTML named .jpg': () => Buffer.from('<!doctype html><script>alert(1)</script>'),
    'SVG with a script': () => Buffer.from(scriptedSvg),
    'a PNG that unpacks to more than memory': pixelBomb,
    'nothing at all': () => Buffer.alloc(0),
    'half a picture': async () =>
      (await picture(800, 800).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 9_000),
    'the first bytes of a JPEG before a page': () =>
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('<html>')]),
    'a PDF': () => Buffer.from('%PDF-1.7\n%âãÏÓ\n'),
    'a TIFF': () => picture().tiff().toBuffer(),
    'a picture that moves': movingPicture,
  };

  it.each(Object.entries(corpus))('is refused: %s', async (_what, make) => {
    const asha = await given.signedIn();
    const booking = await visitOf(asha);
    const before = await keptFiles();
    const { status, body } = await send(asha, booking, await make());
    expect([status, body.code]).toEqual([400, 'IMAGE_INVALID']);
    expect(await test.orm.em.fork().count(Photograph, { booking })).toBe(0);
    expect(await keptFiles()).toEqual(before);
  });

  it('is refused when it is too large, before it is read', async () => {
    const asha = await given.signedIn();
    const { status } = await send(asha, await visitOf(asha), Buffer.alloc(10 * 1024 * 1024 + 1));
    expect(status).toBe(413);
  });

  it.each(['../../../etc/passwd', 'C:\\windows\\x.jpg', `${'n'.repeat(300)}.jpg`, '.jpg'])(
    'is kept under a name of ours, whatever it is called: %s',
    async (name) => {
      const asha = await given.signedIn();
      const before = await keptFiles();
      const { status, body } = await send(asha, await visitOf(asha), await picture().png().toBuffer(), {
        name,
      });
      expect(status).toBe(201);
      expect((await keptFiles()).filter((each) => !before.includes(each))).toEqual([`${body.id}.webp`]);
    },
  );

  it.each([{ kind: 'selfie' }, {}])('is refused without a kind that we know: %j', async (fields) => {
    const asha = await given.signedIn();
    const url = `/api/v1/bookings/${await visitOf(asha)}/photographs`;
    const answer = await test.http({ method: 'POST', url, headers: asha.headers, payload: fields });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
  });
});
