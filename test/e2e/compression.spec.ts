// Answers are compressed for those who can take it, where it gains something.
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Controller, Get, Header, Module, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../../src/access/access.decorators.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type SignedIn } from '../support/given.js';

const ticks = 'data: tick\n\n'.repeat(1_000);

@Controller('probe')
@Public()
class ProbesController {
  @Get('events')
  @Header('content-type', 'text/event-stream')
  events() {
    return ticks;
  }

  @Get('image')
  image(@Res() reply: FastifyReply) {
    return reply.type('image/webp').send(Buffer.alloc(10_000));
  }

  @Get('chars/:count')
  chars(@Res() reply: FastifyReply) {
    const { count } = reply.request.params as { count: string };
    return reply.type('text/plain').send('x'.repeat(Number(count)));
  }
}

@Module({ controllers: [ProbesController] })
class ProbesModule {}

let test: TestApp;
let asha: SignedIn;
beforeAll(async () => {
  test = await startApp({ modules: [ProbesModule] });
  const given = givenIn(test);
  asha = await given.signedIn();
  for (let number = 0; number < 20; number++)
    await given.confirmedBooking({ customer: asha.customer, startsIn: `${number + 1}d` });
  for (let number = 0; number < 20; number++) await given.service();
});
afterAll(() => test.close());

const get = (url: string, accepted?: string) =>
  test.http({
    url: `/api/v1/${url}`,
    headers: { ...asha.headers, ...(accepted !== undefined && { 'accept-encoding': accepted }) },
  });

it.each([
  ['bookings', 'br', brotliDecompressSync],
  ['bookings', 'gzip', gunzipSync],
  ['services', 'br', brotliDecompressSync],
])('the list of %s is at least 80 %% smaller with %s, and the same', async (list, encoding, unpack) => {
  const plain = await get(list);
  expect(plain.rawPayload.length).toBeGreaterThan(2_048);
  expect(plain.headers).not.toHaveProperty('content-encoding');
  const small = await get(list, encoding);
  expect(small.headers).toMatchObject({
    'content-encoding': encoding,
    vary: expect.stringMatching(/accept-encoding/i),
  });
  expect(small.rawPayload.length).toBeLessThanOrEqual(plain.rawPayload.length * 0.2);
  expect(unpack(small.rawPayload).toString()).toBe(plain.body);
});

it.each([
  ['br, gzip', 'br'],
  ['gzip, deflate', 'gzip'],
  ['gzip;q=1, br;q=0', 'gzip'],
  ['deflate', undefined],
  ['identity', undefined],
  ['zstd', undefined],
])('who accepts %s gets %s', async (accepted, encoding) => {
  expect((await get('bookings', accepted)).headers['content-encoding']).toBe(encoding);
});

it('begins at 500 bytes', async () => {
  expect((await get('probe/chars/499', 'br')).headers).not.toHaveProperty('content-encoding');
  expect((await get('probe/chars/500', 'br')).headers['content-encoding']).toBe('br');
});

it('leaves alone what must not wait and what is compressed already', async () => {
  expect((await get('probe/events', 'br')).body).toBe(ticks);
  const image = await get('probe/image', 'br');
  expect(image.headers).not.toHaveProperty('content-encoding');
  expect(image.rawPayload).toHaveLength(10_000);
});

it('does not unpack what is sent to it', async () => {
  const answer = await test.http({
    method: 'POST',
    url: '/api/v1/auth/login',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    payload: Buffer.from('1f8b0800000000000003', 'hex'),
  });
  expect(answer.json()).toMatchObject({ status: 415, code: 'UNSUPPORTED_CONTENT_CODING' });
});
