// A customer's picture: whatever is sent, what is kept is a picture that we have made.
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Avatar } from '../../src/customers/avatar.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());

type Headers = Record<string, string>;
const avatarUrl = '/api/v1/users/me/avatar';

describe('the avatar', () => {
  const show = ({ headers }: SignedIn, more: Headers = {}) =>
    test.http({ url: avatarUrl, headers: { ...headers, ...more } });
  const send = ({ headers }: SignedIn, payload: Buffer, type = 'image/png', to = avatarUrl) =>
    test.http({ method: 'PUT', url: to, headers: { ...headers, 'content-type': type }, payload });
  const picture = (width = 300, height = 200) =>
    sharp({ create: { width, height, channels: 3, background: '#336699' } });

  it.each([
    ['image/png', () => picture().png().toBuffer()],
    ['image/jpeg', () => picture().jpeg().toBuffer()],
    ['image/webp', () => picture().webp().toBuffer()],
    ['image/png', () => picture(1, 1).png().toBuffer()],
  ])('is taken as %s and shown as WebP, 256 pixels square', async (type, make) => {
    const asha = await given.signedIn();
    expect((await send(asha, await make(), type)).statusCode).toBe(204);
    const answer = await show(asha);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
    });
    const { format, width, height } = await sharp(answer.rawPayload).metadata();
    expect([answer.statusCode, format, width, height]).toEqual([200, 'webp', 256, 256]);
  });

  it('says nothing of where and with what it was taken, and carries nothing else', async () => {
    const asha = await given.signedIn();
    const metadata = { IFD0: { Copyright: 'CANARY-EXIF', Make: 'CANARY-EXIF' } };
    const file = await picture().jpeg().withExif(metadata).toBuffer();
    expect(file.includes('CANARY-EXIF')).toBe(true);
    const polyglot = Buffer.concat([file, Buffer.from('<script>CANARY-TAIL</script>')]);
    expect((await send(asha, polyglot, 'image/jpeg')).statusCode).toBe(204);
    expect((await show(asha)).rawPayload.includes('CANARY')).toBe(false);
  });

  it('is taken in the full size of a current phone', async () => {
    const photograph = await picture(5_712, 4_284).jpeg({ quality: 1 }).toBuffer();
    expect((await send(await given.signedIn(), photograph, 'image/jpeg')).statusCode).toBe(204);
  });

  it('is told by its bytes, not by what the request calls it', async () => {
    const asha = await given.signedIn();
    expect((await send(asha, await picture().webp().toBuffer(), 'image/png')).statusCode).toBe(204);
  });

  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
  const cut = async (file: Promise<Buffer>) => (await file).subarray(0, -30);
  const noise = () =>
    sharp(Buffer.from([...Array(90_000).keys()]), { raw: { width: 200, height: 150, channels: 3 } });
  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['a drawing', () => Buffer.from(svg)],
    ['a page', () => Buffer.from('<html><img src=x onerror=alert(1)></html>')],
    ['nothing', () => Buffer.alloc(0)],
    ['a few random bytes', () => Buffer.from('89504e470d0a1a0a00ff', 'hex')],
    ['a GIF', () => picture().gif().toBuffer()],
    ['a TIFF', () => picture().tiff().toBuffer()],
    ['half a PNG', () => cut(noise().png().toBuffer())],
    ['half a JPEG', () => cut(noise().jpeg().toBuffer())],
    ['half a WebP', () => cut(noise().webp().toBuffer())],
    ['a moving WebP', () => movingWebp()],
    ['a moving PNG', async () => withAnimationControl(await picture().png().toBuffer())],
    ['a small file that unpacks to a huge picture', () => bomb()],
  ])('is not %s', async (_, make) => {
    const asha = await given.signedIn();
    const answer = await send(asha, await make());
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'AVATAR_INVALID']);
    expect((await show(asha)).json().code).toBe('AVATAR_NOT_FOUND');
  });

  it('is not a request without a body', async () => {
    const { headers } = await given.signedIn();
    const answer = await test.http({ method: 'PUT', url: avatarUrl, headers });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'AVATAR_INVALID']);
  });

  it('is at most 2 MB', async () => {
    const answer = await send(await given.signedIn(), Buffer.alloc(2 * 1024 * 1024 + 1));
    expect([answer.statusCode, answer.json().code]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  it('is the only thing that is not JSON, and never JSON', async () => {
    const asha = await given.signedIn();
    const image = await picture().png().toBuffer();
    const refused = [
      await send(asha, image, 'image/png', '/api/v1/users/me'),
      await send(asha, image, 'image/gif'),
      await send(asha, Buffer.from('{}'), 'application/json'),
    ];
    for (const answer of refused)
      expect([answer.statusCode, answer.json().code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('is sent again only when it has changed', async () => {
    const asha = await given.signedIn();
    await send(asha, await picture().png().toBuffer());
    const first = (await show(asha)).headers.etag as string;
    const known = await show(asha, { 'if-none-match': first });
    expect([known.statusCode, known.body, known.headers.etag]).toEqual([304, '', first]);
    await test.http({ method: 'DELETE', url: avatarUrl, headers: asha.headers });
    await send(asha, await picture(9, 9).png().toBuffer());
    expect((await show(asha, { 'if-none-match': first })).statusCode).toBe(200);
  });

  it('is removed, once or twice, and belongs to one customer', async () => {
    const [asha, stranger] = [await given.signedIn(), await given.signedIn()];
    await send(asha, await picture().png().toBuffer());
    expect((await show(stranger)).statusCode).toBe(404);
    const remove = ({ headers }: SignedIn) => test.http({ method: 'DELETE', url: avatarUrl, headers });
    expect((await remove(stranger)).statusCode).toBe(204);
    expect((await show(asha)).statusCode).toBe(200);
    expect([(await remove(asha)).statusCode, (await remove(asha)).statusCode]).toEqual([204, 204]);
    expect((await show(asha)).statusCode).toBe(404);
    expect(
      await test.orm.em
        .fork()
        .count(AuditEntry, { objectId: asha.customer.id, action: 'customer.avatar_removed' }),
    ).toBe(1);
  });

  it('is one, however many are sent at once', async () => {
    const asha = await given.signedIn();
    const images = await Promise.all([10, 20, 30, 40].map((width) => picture(width).png().toBuffer()));
    const answers = await Promise.all(images.map((image) => send(asha, image)));
    expect(answers.map((answer) => answer.statusCode)).toEqual([204, 204, 204, 204]);
    expect(await test.orm.em.fork().findOneOrFail(Avatar, { customer: asha.customer.id })).toMatchObject({
      version: 4,
    });
  });

  function movingWebp(): Promise<Buffer> {
    const frames = ['#ff0000', '#00ff00'].map((background) =>
      sharp({ create: { width: 20, height: 20, channels: 3, background } })
        .png()
        .toBuffer(),
    );
    return Promise.all(frames).then((images) =>
      sharp(images, { join: { animated: true } })
        .webp()
        .toBuffer(),
    );
  }

  /** The chunk that says how many pictures follow, behind the header. */
  function withAnimationControl(png: Buffer): Buffer {
    const header = 8 + 25;
    return Buffer.concat([
      png.subarray(0, header),
      chunk('acTL', Buffer.from('0000000200000000', 'hex')),
      png.subarray(header),
    ]);
  }

  /** 6,000 × 6,000 pixels of nothing. */
  function bomb(): Buffer {
    const size = Buffer.alloc(8);
    size.writeUInt32BE(6_000, 0);
    size.writeUInt32BE(6_000, 4);
    const line = Buffer.alloc(6_000 / 8 + 1);
    const data = deflateSync(Buffer.concat(Array(6_000).fill(line)), { level: 9 });
    return Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', Buffer.concat([size, Buffer.from('0100000000', 'hex')])),
      chunk('IDAT', data),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  }
});

/** Of a PNG: length, name, data, check sum (CRC-32 over name and data). */
function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
