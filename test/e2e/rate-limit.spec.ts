// Every caller has an allowance a minute for each class of routes.
import { Controller, Get, Module } from '@nestjs/common';
import { SkipThrottle, Throttle } from '@nestjs/throttler';
import { RateClass } from '#libs/http';
import { Requires } from '../../src/access/access.decorators.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password } from '../support/given.js';

/** Where somebody who is signed in could guess a secret; and what costs much. */
@Controller('probe')
@Requires('self')
class ProbesController {
  @Get('guess')
  @RateClass('auth')
  guess() {
    return {};
  }

  @Get('export')
  @RateClass('expensive')
  export() {
    return {};
  }
}

@Module({ controllers: [ProbesController] })
class ProbesModule {}

class ThrottledMethod {
  @Get()
  @Throttle({ default: { limit: 1, ttl: 1000 } })
  read() {}
}

class UnthrottledMethod {
  @Get()
  @SkipThrottle()
  read() {}
}

@SkipThrottle({ reports: true })
class UnthrottledController {
  @Get()
  read() {}
}

let test: TestApp;
let given: ReturnType<typeof givenIn>;
beforeAll(async () => {
  test = await startApp({
    settings: {
      RATE_LIMIT_DEFAULT: 5,
      RATE_LIMIT_AUTH: 3,
      RATE_LIMIT_EXPENSIVE: 2,
      RATE_LIMIT_CHAT: 2,
      REDIS_URL: undefined,
    },
    modules: [ProbesModule],
  });
  given = givenIn(test);
});
afterAll(() => test.close());
// Whatever was counted is forgotten.
beforeEach(() => test.clock.advance(86_400_000));

const logIn = (address = '10.0.0.1') =>
  test.http({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { identifier: 'nobody@example.com', password },
    remoteAddress: address,
  });

it('says what is left, and refuses what is more', async () => {
  const { headers } = await given.signedIn();
  const me = () => test.http({ url: '/api/v1/users/me', headers });
  const allowed = await Promise.all(Array.from({ length: 5 }, me));
  expect(allowed.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200, 200]);
  expect(allowed.map((answer) => answer.headers['ratelimit-remaining']).sort()).toEqual([
    '0',
    '1',
    '2',
    '3',
    '4',
  ]);
  expect(allowed[0]!.headers).toMatchObject({
    'ratelimit-limit': '5',
    'ratelimit-reset': expect.stringMatching(/^\d+$/),
    'ratelimit-policy': '5;w=60;comment="default"',
  });

  const refused = await me();
  expect(refused.statusCode).toBe(429);
  expect(refused.headers).toMatchObject({
    'retry-after': '12',
    'ratelimit-limit': '5',
    'ratelimit-remaining': '0',
    'content-type': expect.stringMatching(/^application\/problem\+json/),
  });
  expect(refused.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS', limit: 5, retryAfterSeconds: 12 });

  test.clock.advance(12_000);
  expect((await me()).statusCode).toBe(200);
});

it('counts customers apart, wherever they call from', async () => {
  const [one, other] = [await given.signedIn(), await given.signedIn()];
  const me = (headers: object) => test.http({ url: '/api/v1/users/me', headers: headers as never });
  for (let call = 0; call < 6; call++) await me(one.headers);
  expect((await me(one.headers)).statusCode).toBe(429);
  expect((await me(other.headers)).statusCode).toBe(200);
});

it('counts attempts to log in by address, in a class of their own', async () => {
  const attempts = [await logIn(), await logIn(), await logIn(), await logIn()];
  expect(attempts.map((answer) => answer.statusCode)).toEqual([401, 401, 401, 429]);
  expect((await logIn('10.0.0.2')).statusCode).toBe(401);
});

it('counts callers that are nobody, too, before they are refused', async () => {
  const guess = (address: string) =>
    test.http({
      url: '/api/v1/users/me',
      headers: { authorization: 'Bearer a.b.c' },
      remoteAddress: address,
    });
  for (let call = 0; call < 5; call++) expect((await guess('10.0.0.1')).statusCode).toBe(401);
  expect((await guess('10.0.0.1')).statusCode).toBe(429);
  expect((await guess('10.0.0.2')).statusCode).toBe(401);
});

it('counts what is sent before it is read, once', async () => {
  const { headers } = await given.signedIn();
  const send = async (headers: object) => {
    const url = '/api/v1/users/me/addresses';
    const all = { 'content-type': 'application/json', ...headers };
    return (await test.http({ method: 'POST', url, payload: '{', headers: all, remoteAddress: '10.0.0.3' }))
      .statusCode;
  };
  expect(await several(6, () => send({}))).toEqual([...Array(5).fill(401), 429]);
  expect(await several(6, () => send(headers))).toEqual([...Array(5).fill(400), 429]);
});

it('counts against the address that a trusted proxy saw, and against no address that the caller made up', async () => {
  const proxied = await startApp({
    settings: { RATE_LIMIT_DEFAULT: 2, REDIS_URL: undefined, TRUST_PROXY: '10.1.0.0/16' },
  });
  const ask = async (remoteAddress: string, forwarded: string) => {
    const headers = { 'x-forwarded-for': forwarded };
    const answer = await proxied.http({ url: '/api/v1/users/me', headers, remoteAddress });
    return answer.statusCode;
  };
  for (const madeUp of ['1.1.1.1', '2.2.2.2']) await ask('10.1.0.1', `${madeUp}, 192.0.2.7`);
  expect(await ask('10.1.0.1', '3.3.3.3, 192.0.2.7')).toBe(429);
  expect(await ask('10.1.0.1', '192.0.2.8')).toBe(401);
  for (const madeUp of ['1.1.1.1', '2.2.2.2']) await ask('192.0.2.9', madeUp);
  expect(await ask('192.0.2.9', '3.3.3.3')).toBe(429);
  await proxied.close();
});

it('does not limit probes and scrapes', async () => {
  for (const url of ['/health', '/health/liveness', '/health/readiness', '/metrics']) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => test.http({ url })));
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([200]));
    expect(answers[0]!.headers['ratelimit-limit']).toBeUndefined();
  }
});

const ask = async (path: string, headers: object, remoteAddress = '10.0.0.9') => {
  const answer = await test.http({ url: `/api/v1/${path}`, headers: { ...headers }, remoteAddress });
  return answer.statusCode;
};
const several = async (times: number, call: () => Promise<number>) => {
  const statuses: number[] = [];
  for (let time = 0; time < times; time++) statuses.push(await call());
  return statuses;
};

it('counts all tokens of a person together', async () => {
  const email = 'asha@example.com';
  const first = await given.signedIn({ email });
  const again = await test.http({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { identifier: email, password },
    remoteAddress: '10.0.0.8',
  });
  const second = { authorization: `Bearer ${again.json().accessToken}` };
  expect(await several(5, () => ask('users/me', first.headers))).toEqual(Array(5).fill(200));
  expect(await ask('users/me', second)).toBe(429);
});

it('counts where secrets could be guessed by address, whoever is signed in there, and by person, wherever they are', async () => {
  const [one, other] = [await given.signedIn(), await given.signedIn()];
  expect(await several(2, () => ask('probe/guess', one.headers))).toEqual([200, 200]);
  expect(await several(2, () => ask('probe/guess', other.headers))).toEqual([200, 429]);
  expect(await several(2, () => ask('probe/guess', one.headers, '10.0.0.10'))).toEqual([200, 429]);
});

it('counts what costs much in a class of its own', async () => {
  const { headers } = await given.signedIn();
  expect(await several(3, () => ask('probe/export', headers))).toEqual([200, 200, 429]);
  expect(await ask('users/me', headers)).toBe(200);
});

it('does not limit those who may do without, except where secrets could be guessed', async () => {
  const root = await given.staffSignedIn({ role: 'super_admin' });
  const admin = await given.staffSignedIn({ role: 'admin' });
  expect(await several(4, () => ask('probe/export', root.headers))).toEqual(Array(4).fill(200));
  expect(await several(4, () => ask('probe/export', admin.headers))).toEqual([200, 200, 429, 429]);
  expect(await several(4, () => ask('probe/guess', root.headers))).toEqual([200, 200, 200, 429]);
});

it('counts a message that is answered in the background as one of the chat', async () => {
  const [{ headers }, other] = [await given.signedIn(), await given.signedIn()];
  const send = (path: string, payload: object, of = headers) =>
    test.http({ method: 'POST', url: `/api/v1/${path}`, payload, headers: of });
  const ask = (of = headers) => send('jobs', { type: 'chat.reply', input: { message: 'hello' } }, of);
  const asked = [await ask(), await ask(), await ask()];
  expect(asked.map(({ statusCode }) => statusCode)).toEqual([202, 202, 429]);
  expect(asked[2]!.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS', limit: 2 });
  expect((await send('chat/message', { message: 'hello' })).statusCode).toBe(429);
  expect((await ask(other.headers)).statusCode).toBe(202);
});

it.each([ThrottledMethod, UnthrottledMethod, UnthrottledController])(
  'does not start with a limit that nothing reads: %o',
  async (controller) => {
    Controller('limited')(controller);
    const module = class {};
    Module({ controllers: [controller] })(module);
    await expect(startApp({ modules: [module] })).rejects.toThrow(
      `${controller.name}.read has a limit of @nestjs/throttler, which nothing reads: use @RateClass of #libs/http.`,
    );
  },
);
