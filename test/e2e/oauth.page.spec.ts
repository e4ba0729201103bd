// The page on which a person decides, and the walk through all of it that docs/oauth.md shows.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { startApp, type TestApp } from '../support/app.js';
import { givenApps, newPkce, redirectUri } from '../support/given-apps.js';

let test: TestApp;
let apps: ReturnType<typeof givenApps>;
beforeAll(async () => {
  test = await startApp();
  apps = givenApps(test.http);
});
afterAll(() => test.close());

const name = `Shri "Ram" & Söhne's`;

async function shown(more: Record<string, string> = {}, accepted = 'en') {
  const clientId = await apps.register({ client_name: name });
  const query = apps.query(clientId, newPkce(), more);
  return test.http({ url: '/oauth/authorize', query, headers: { 'accept-language': accepted } });
}

it('says who asks, for what, and where the answer goes, and takes no text for markup', async () => {
  const { body, headers } = await shown({ scope: 'read book', state: '"><script>alert(1)</script>' });
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['cache-control']).toBe('no-store');
  expect(body).toContain('<strong>Shri &quot;Ram&quot; &amp; Söhne&#39;s</strong>');
  expect(body).toContain('<strong>127.0.0.1:33418</strong>');
  expect(body).toContain('Book visits, and move or cancel them');
  expect(body).not.toContain('Refund bookings');
  expect(body).not.toContain('alert(1)</script>');
});

it('runs nothing but what carries the nonce of this one answer, and stands in no frame', async () => {
  const { body, headers } = await shown();
  const policy = String(headers['content-security-policy']);
  const [, nonce] = /script-src 'nonce-([^']+)'/.exec(policy)!;
  expect(policy).toContain(`frame-ancestors 'none'`);
  expect(policy).toContain(`form-action 'self'`);
  expect(headers['x-frame-options']).toBe('DENY');
  const elements = [...body.matchAll(/<(?:script|style)[^>]*>/g)].map(([tag]) => tag);
  expect(elements).toHaveLength(2);
  expect(elements.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
  expect(body).not.toMatch(/\son\w+=|javascript:/);
});

it.each([
  ['hi-IN,hi;q=0.9', {}, 'hi'],
  ['ta-IN,hi;q=0.8', {}, 'hi'],
  ['en', { ui_locales: 'hi' }, 'hi'],
  ['fr', {}, 'en'],
])('is written in a language that the person reads: %s %j', async (accepted, more, language) => {
  const { body } = await shown(more as never, accepted);
  expect(body).toContain(`<html lang="${language}">`);
  expect(body.includes('विज़िट बुक करना')).toBe(language === 'hi');
});

it('says what is wrong with an app that asks wrongly, with a way back and in the same safety', async () => {
  const { statusCode, body, headers } = await shown({ response_type: 'token' });
  expect([statusCode, headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
  expect(body).toContain('The app cannot be connected');
  expect(body).toContain(`href="${redirectUri}?error=unsupported_response_type`);
  expect(body).not.toContain('<script');
  expect(String(headers['content-security-policy'])).toContain(`frame-ancestors 'none'`);
});

it('is found by the metadata, which say what is offered', async () => {
  const [server, resource, mcp] = await Promise.all(
    ['oauth-authorization-server', 'oauth-protected-resource', 'oauth-protected-resource/mcp'].map((path) =>
      test.http({ url: `/.well-known/${path}` }),
    ),
  );
  expect(server!.headers['cache-control']).toBe('public, max-age=300');
  expect(server!.json()).toMatchObject({
    issuer: 'http://localhost:3000',
    authorization_endpoint: 'http://localhost:3000/oauth/authorize',
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    client_id_metadata_document_supported: true,
    authorization_response_iss_parameter_supported: true,
  });
  expect(resource!.json()).toMatchObject({
    resource: 'http://localhost:3000/mcp',
    authorization_servers: ['http://localhost:3000'],
  });
  expect(mcp!.json()).toEqual(resource!.json());
});

it('is walked through as the document says', async () => {
  await test.app.listen(0, '127.0.0.1');
  const document = await readFile('docs/oauth.md', 'utf8');
  const [, walk] = /```sh\n([^]+?)```/.exec(document)!;
  // What the app asks for is named by the public address; where the program listens in a test is another one.
  const script = walk!.replace(/^DESK=.*$/m, `DESK=${await test.app.getUrl()}`);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script]);
  const [tokens, connected] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(tokens).toMatchObject({ token_type: 'Bearer', scope: 'read book' });
  expect(connected.items).toMatchObject([{ name: 'My app', scopes: ['read', 'book'] }]);
});
