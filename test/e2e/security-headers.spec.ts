// Headers that keep a browser from making more of an answer than data; and what the documentation page needs to work.
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp({ settings: { CORS_ORIGINS: 'https://desk.example, https://other.example' } });
});
afterAll(() => test.close());

it.each(['/health', '/api/v1/users/me', '/nowhere', '/api/v1/%zz', '/metrics'])('are on %s', async (url) => {
  const { headers } = await test.http({ url });
  expect(headers).toMatchObject({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': expect.stringContaining('no-store'),
  });
  expect(headers).not.toHaveProperty('server');
  expect(headers).not.toHaveProperty('x-powered-by');
  expect(headers).not.toHaveProperty('strict-transport-security');
});

it('ask browsers for HTTPS in production', async () => {
  const production = await startApp({ settings: { NODE_ENV: 'production' } });
  const { headers } = await production.http({ url: '/health/liveness' });
  await production.close();
  expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
});

it('let the documentation page run its scripts, and none that are written into it', async () => {
  const page = await test.http({ url: '/docs' });
  expect(page.headers['content-security-policy']).toMatch(/script-src 'self';/);
  const scripts = [...page.body.matchAll(/<script([^>]*)>([^<]*)</g)];
  expect(scripts.length).toBeGreaterThan(0);
  for (const [, attributes, inline] of scripts) {
    expect(attributes).toContain('src=');
    expect(inline!.trim()).toBe('');
  }
  for (const [, source] of page.body.matchAll(/<script src="([^"]+)"/g)) {
    expect((await test.http({ url: new URL(source!, 'http://host/').pathname })).statusCode).toBe(200);
  }
});

it('let the configured origins in, and no other', async () => {
  const preflight = (origin: string) =>
    test.http({
      method: 'OPTIONS',
      url: '/api/v1/auth/login',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
  expect((await preflight('https://desk.example')).headers['access-control-allow-origin']).toBe(
    'https://desk.example',
  );
  expect((await preflight('https://other.example')).headers['access-control-allow-origin']).toBe(
    'https://other.example',
  );
  expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
});

it('let their pages use every method, see what the headers say, and ask again only after a while', async () => {
  const origin = 'https://desk.example';
  const preflight = await test.http({
    method: 'OPTIONS',
    url: '/api/v1/users/me/addresses/1',
    headers: { origin, 'access-control-request-method': 'DELETE' },
  });
  expect(preflight.statusCode).toBe(204);
  expect(preflight.headers['access-control-allow-methods']).toBe('GET, HEAD, POST, PUT, PATCH, DELETE');
  expect(preflight.headers['access-control-max-age']).toBe('7200');
  const answer = await test.http({ url: '/api/v1/users/me', headers: { origin } });
  expect(answer.statusCode).toBe(401);
  for (const header of ['x-correlation-id', 'retry-after', 'ratelimit-remaining'])
    expect(answer.headers['access-control-expose-headers']).toContain(header);
});
