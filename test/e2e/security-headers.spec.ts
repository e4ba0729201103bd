// Headers that keep a browser from making more of an answer than data; and what the documentation page needs to work.
import { Controller, Get, Module } from '@nestjs/common';
import { renderHtml, RateClass, ReturnsPage } from '#libs/http';
import { Public } from '../../src/access/access.decorators.js';
import { startApp, type TestApp } from '../support/app.js';

@Controller('page')
@Public()
@RateClass('none')
class PageController {
  @Get()
  @ReturnsPage()
  page() {
    return { title: 'A page', body: renderHtml`<h1>${'<script>'}</h1>`, script: 'document.title' };
  }
}

@Module({ controllers: [PageController] })
class PageModule {}

let test: TestApp;
beforeAll(async () => {
  test = await startApp({
    settings: { CORS_ORIGINS: 'https://desk.example, https://other.example' },
    modules: [PageModule],
    logLevel: 'info',
  });
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

it('let the documentation page run its scripts, and none that are written into it', async () => {
  const page = await test.http({ url: '/docs' });
  const policy = page.headers['content-security-policy'] as string;
  expect(policy).toMatch(/script-src 'self';/);
  const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(policy)![1]!;
  expect([...page.body.matchAll(/<style([^>]*)>/g)].map(([, attributes]) => attributes)).toEqual([
    ` nonce="${nonce}"`,
    ` nonce="${nonce}"`,
  ]);
  expect((await test.http({ url: '/docs' })).headers['content-security-policy']).not.toContain(nonce);
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

describe('a page of ours', () => {
  it('comes with a nonce of its own, and what is put into it is escaped', async () => {
    const [page, other] = [
      await test.http({ url: '/api/v1/page' }),
      await test.http({ url: '/api/v1/page' }),
    ];
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = page.headers['content-security-policy'] as string;
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)![1]!;
    expect(policy).not.toContain('unsafe');
    expect(page.body).toContain(`<script type="module" nonce="${nonce}">document.title</script>`);
    expect(page.body).toContain('<h1>&lt;script&gt;</h1>');
    expect(other.headers['content-security-policy']).not.toContain(nonce);
  });

  it.each(['/api/v1/page', '/docs'])('says where violations are reported to (%s)', async (url) => {
    const { headers } = await test.http({ url });
    expect(headers['content-security-policy']).toMatch(/report-to csp; report-uri \/csp-report$/);
    expect(headers['reporting-endpoints']).toBe('csp="/csp-report"');
    expect(headers['permissions-policy']).toContain('camera=()');
  });
});

describe('a report of a violation', () => {
  const token = 'canary-token';
  const violation = {
    'document-uri': `https://desk.example/verify-email?token=${token}`,
    'effective-directive': 'script-src-elem',
    'blocked-uri': `https://evil.example/x.js?${token}`,
  };
  const report = (type: string, payload: object | string) =>
    test.http({
      method: 'POST',
      url: '/csp-report',
      headers: { 'content-type': type },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  const counted = async (directive: string) => {
    const { body } = await test.http({ url: '/metrics' });
    return Number(new RegExp(`csp_violations_total{directive="${directive}"} (\\d+)`).exec(body)?.[1] ?? 0);
  };
  beforeEach(() => (test.log.length = 0));

  it.each([
    ['application/csp-report', { 'csp-report': violation }],
    ['application/json', { 'csp-report': violation }],
    [
      'application/reports+json',
      [
        {
          type: 'csp-violation',
          age: 7,
          body: {
            documentURL: violation['document-uri'],
            effectiveDirective: 'script-src-elem',
            blockedURL: violation['blocked-uri'],
          },
        },
        { type: 'deprecation', body: { id: 'something' } },
      ],
    ],
  ])('is taken as %s, counted, and noted without what it may know', async (type, payload) => {
    const before = await counted('script-src-elem');
    expect((await report(type, payload)).statusCode).toBe(204);
    expect(await counted('script-src-elem')).toBe(before + 1);
    const lines = test.log.filter((line) => line.directive);
    expect(lines).toEqual([
      expect.objectContaining({
        directive: 'script-src-elem',
        page: '/verify-email',
        blocked: 'https://evil.example',
        reports: 1,
      }),
    ]);
    expect(JSON.stringify(test.log)).not.toContain(token);
  });

  it('is noted in one short line, whatever it says', async () => {
    const nasty = { 'effective-directive': 'made\nup', 'blocked-uri': `\u001b[31m\n${'x'.repeat(3_000)}` };
    expect((await report('application/csp-report', { 'csp-report': nasty })).statusCode).toBe(204);
    const [line] = test.log.filter((each) => each.directive);
    expect(line).toMatchObject({ directive: 'other', blocked: expect.stringMatching(/^[\w./:-]{100}$/) });
  });

  it.each([
    ['no JSON', 'application/csp-report', '{', 400],
    ['another form', 'application/reports+json', '{"a":1}', 400],
    ['more than fits', 'application/csp-report', `{"csp-report":{"x":"${'x'.repeat(16_400)}"}}`, 413],
    ['a form', 'application/x-www-form-urlencoded', 'a=1', 415],
  ])('with %s is refused', async (_what, type, payload, status) => {
    expect((await report(type, payload)).statusCode).toBe(status);
  });

  it('is taken at no other address', async () => {
    const url = '/api/v1/auth/login';
    const headers = { 'content-type': 'application/csp-report' };
    expect((await test.http({ method: 'POST', url, headers, payload: '{}' })).statusCode).toBe(415);
  });
});

it('let the configured origins in, and no other', async () => {
  const preflight = (origin: string) =>
    test.http({
      method: 'OPTIONS',
      url: '/api/v1/auth/login',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, idempotency-key, if-match',
      },
    });
  expect((await preflight('https://desk.example')).headers['access-control-allow-origin']).toBe(
    'https://desk.example',
  );
  expect((await preflight('https://desk.example')).headers['access-control-allow-headers']).toContain(
    'idempotency-key, if-match',
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
  for (const header of [
    'x-correlation-id',
    'retry-after',
    'ratelimit-remaining',
    'etag',
    'idempotent-replayed',
  ])
    expect(answer.headers['access-control-expose-headers']).toContain(header);
});

// Last: what is logged from here on goes to the other program.
it('ask browsers for HTTPS in production', async () => {
  const production = await startApp({ settings: { NODE_ENV: 'production' } });
  const { headers } = await production.http({ url: '/health/liveness' });
  await production.close();
  expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
});
