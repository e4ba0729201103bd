// With real servers on this machine. Two of its addresses play the internet (127.0.0.1) and our own network (127.0.0.2).
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import webPush from 'web-push';
import { replies, startReceiver, type Receiver } from '../../test/support/receiver.js';
import { OutboundRequests, ScriptedResolver, type OutboundOptions, type OutboundRequest } from './index.js';

const [outside, inside] = ['127.0.0.1', '127.0.0.2'];
const refusal = (address: string) => (address === outside ? null : 'private');

let there: Receiver;
let ours: Receiver;
const made: OutboundRequests[] = [];
beforeEach(async () => {
  there = await startReceiver(outside);
  ours = await startReceiver(inside, there.port);
});
afterEach(async () => {
  for (const each of made.splice(0)) await each.onApplicationShutdown();
  await there.close();
  await ours.close();
});

function outbound(options: Partial<OutboundOptions> = {}): OutboundRequests {
  const one = new OutboundRequests({ allowPrivate: false, refusal, ...options });
  made.push(one);
  return one;
}
const resolving = (...answers: string[][]) => new ScriptedResolver({ 'hooks.example.com': answers });
const named = (path = '') => `http://hooks.example.com:${there.port}${path}`;
const codeOf = (sent: Promise<unknown>) =>
  sent.then(
    () => 'no error',
    (error) => error.code ?? error,
  );
const send = (request: Partial<OutboundRequest> = {}, options: Partial<OutboundOptions> = {}) =>
  outbound(options).send({ url: there.url, ...request });

describe('a request', () => {
  it('arrives as it was given, and comes back with the answer', async () => {
    there.answer(replies.status(201, { 'x-one': 'two' }, '{"ok":true}'));
    const request = { url: `${there.url}/a?b=c`, headers: { 'x-key': 'value', ttl: 60 }, body: 'नमस्ते' };
    expect(await send(request)).toEqual({
      status: 201,
      headers: expect.objectContaining({ 'x-one': 'two' }),
      body: '{"ok":true}',
      isTruncated: false,
      durationMs: expect.any(Number),
    });
    const headers = expect.objectContaining({ 'x-key': 'value', ttl: '60' });
    expect(there.received).toEqual([{ method: 'POST', path: '/a?b=c', headers, body: 'नमस्ते' }]);
  });

  it('gives every status back, those of failures too', async () => {
    for (const status of [204, 302, 404, 410, 500]) {
      there.answer(replies.status(status));
      expect(await send()).toMatchObject({ status });
    }
  });

  it('carries what web-push makes', async () => {
    const { publicKey, privateKey } = webPush.generateVAPIDKeys();
    const keys = { p256dh: publicKey, auth: Buffer.alloc(16, 7).toString('base64url') };
    const details = webPush.generateRequestDetails({ endpoint: `${there.url}/push`, keys }, 'Hello', {
      vapidDetails: { subject: 'mailto:a@example.com', publicKey, privateKey },
    });
    const { endpoint: url, headers, body } = details;
    expect(await send({ url, headers: headers as never, body })).toMatchObject({ status: 204 });
    expect(there.received[0]!.headers).toMatchObject({
      'content-encoding': 'aes128gcm',
      'content-length': String(body!.length),
    });
  });
});

describe('where it goes', () => {
  it.each([
    ['http://127.0.0.1/', 'loopback'],
    ['http://0x7f.1/', 'loopback'],
    ['http://0177.0.0.1/', 'loopback'],
    ['http://2130706433/', 'loopback'],
    ['http://127.1/', 'loopback'],
    ['http://127.0.0.1./', 'loopback'],
    ['http://①②⑦.⓪.⓪.①/', 'loopback'],
    ['http://[::1]/', 'loopback'],
    ['http://[::ffff:127.0.0.1]/', 'loopback'],
    ['http://[0:0:0:0:0:ffff:7f00:1]/', 'loopback'],
    ['http://[::127.0.0.1]/', 'reserved'],
    ['http://[64:ff9b::10.0.0.1]/', 'private'],
    ['http://169.254.169.254/latest/meta-data/', 'linkLocal'],
    ['http://0xA9FEA9FE/', 'linkLocal'],
    ['http://[fd00:ec2::254]/', 'uniqueLocal'],
    ['http://0/', 'unspecified'],
    ['http://localhost/', 'local name'],
    ['http://LOCALHOST./', 'local name'],
    ['http://metadata.google.internal/', 'local name'],
  ])('is refused for %s', async (url, kind) => {
    const client = outbound({ refusal: undefined });
    expect(() => client.check(url)).toThrow(expect.objectContaining({ code: 'ADDRESS_REFUSED', kind }));
    await expect(client.send({ url })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED', kind });
  });

  it.each([
    'ftp://example.com/',
    'file:///etc/passwd',
    'gopher://example.com/',
    'javascript:alert(1)',
    'example.com',
    'http://[fe80::1%25eth0]/',
    'http://user@example.com/',
    'http://:password@example.com/',
    'http://example.com:22/',
    'http://example.com:6379/',
  ])('is refused for %s', async (url) => {
    expect(() => outbound().check(url)).toThrow(expect.objectContaining({ code: 'URL_REFUSED' }));
    expect(await codeOf(send({ url }))).toBe('URL_REFUSED');
  });

  it('is where the name leads, which is asked for once', async () => {
    const names = resolving([outside]);
    await send({ url: named('/x') }, names);
    expect([there.received[0]!.headers.host, names.asked]).toEqual([
      new URL(named()).host,
      ['hooks.example.com'],
    ]);
  });

  it('is refused when a name leads to our own network, over TLS as well', async () => {
    const url = named();
    for (const each of [url, url.replace('http:', 'https:')])
      expect(await codeOf(send({ url: each }, resolving([inside])))).toBe('ADDRESS_REFUSED');
    expect(ours.connections()).toBe(0);
  });

  it('is refused when one of several addresses is of our own network', async () => {
    expect(await codeOf(send({ url: named() }, resolving([outside, inside])))).toBe('ADDRESS_REFUSED');
    expect([there.connections(), ours.connections()]).toEqual([0, 0]);
  });

  it('is checked with each connection: a name that leads inside the second time is refused then', async () => {
    const client = outbound(resolving([outside], [inside]));
    there.answer(replies.status(200, { connection: 'close' }));
    expect(await client.send({ url: named() })).toMatchObject({ status: 200 });
    expect(await codeOf(client.send({ url: named() }))).toBe('ADDRESS_REFUSED');
    expect([there.received.length, ours.connections()]).toEqual([1, 0]);
  });

  it('cannot be told apart from nowhere when nobody knows the name, or nobody listens', async () => {
    expect(await codeOf(send({ url: 'http://nobody.example.com/' }, resolving()))).toBe('NAME_NOT_RESOLVED');
    const { url } = there;
    await there.close();
    expect(await codeOf(send({ url }))).toBe('CONNECT_FAILED');
    there = await startReceiver(outside);
  });

  it('may be this machine and its network in development, but not what is link-local', async () => {
    const client = outbound({ allowPrivate: true, refusal: undefined });
    expect(await client.send({ url: `http://localhost:${there.port}` })).toMatchObject({ status: 204 });
    expect(await codeOf(client.send({ url: 'http://169.254.169.254/' }))).toBe('ADDRESS_REFUSED');
  });
});

describe('a redirect', () => {
  it('is not followed unless asked for', async () => {
    there.answer(replies.redirect('/other'));
    expect(await send()).toMatchObject({ status: 302, headers: { location: '/other' } });
    expect(there.received).toHaveLength(1);
  });

  it.each([
    'http://127.0.0.2:PORT/',
    'http://inside.example.com:PORT/',
    'http://[::1]/',
    'file:///etc/passwd',
  ])('to %s is refused', async (target) => {
    const names = new ScriptedResolver({ 'inside.example.com': [[inside]] });
    there.answer(replies.redirect(target.replace('PORT', String(there.port)), 307));
    expect(await codeOf(send({ redirects: 3 }, names))).toMatch(/^(?:ADDRESS|URL)_REFUSED$/);
    expect(ours.connections()).toBe(0);
  });

  it('is followed as often as it may be, with the same body where it must be', async () => {
    there.answer(replies.redirect('/2', 307), replies.redirect('/3', 302), replies.redirect('/4'));
    const headers = { 'content-type': 'text/plain', authorization: 'Bearer x' };
    expect(await send({ redirects: 2, body: 'hello', headers })).toMatchObject({ status: 302 });
    expect(there.received.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/', 'hello'],
      ['POST', '/2', 'hello'],
      ['GET', '/3', ''],
    ]);
    expect(there.received[2]!.headers).toMatchObject({ authorization: 'Bearer x' });
    expect(there.received[2]!.headers).not.toHaveProperty('content-type');
  });

  it('takes no credentials to another origin', async () => {
    there.answer(replies.redirect(named('/elsewhere'), 308));
    const headers = { authorization: 'Bearer x', cookie: 'a=b', 'x-other': 'y' };
    await send({ redirects: 1, headers }, resolving([outside]));
    const { headers: taken } = there.received[1]!;
    expect([taken.authorization, taken.cookie, taken['x-other']]).toEqual([undefined, undefined, 'y']);
  });
});

describe('somebody who does not answer properly', () => {
  const soon = { timeoutMs: 300 };

  it('and says nothing is given up at the deadline', async () => {
    there.answer(replies.silence);
    expect(await codeOf(send(soon))).toBe('TIMED_OUT');
  });

  it.each([
    ['does not end its body', replies.drip(), 200, /^\.+$/],
    ['breaks it off', replies.breakOff(503), 503, /^so far$/],
    ['breaks it off before it began', replies.breakOff(410, ''), 410, /^$/],
  ])('and %s has answered all the same', async (_, reply, status, body) => {
    there.answer(reply, replies.status(204));
    const client = outbound();
    expect(await client.send({ url: there.url, ...soon })).toMatchObject({
      status,
      isTruncated: true,
      body: expect.stringMatching(body),
    });
    expect(await client.send({ url: there.url })).toMatchObject({ status: 204, isTruncated: false });
  });

  it('and sends its headers byte by byte is given up at the deadline', async () => {
    const server = createTcpServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
      const timer = setInterval(() => socket.write('a'), 20);
      socket.on('error', () => {}).on('close', () => clearInterval(timer));
    });
    await once(server.listen(0, outside), 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await codeOf(send({ ...soon, url: `http://${outside}:${port}` }))).toBe('TIMED_OUT');
    server.close();
  });

  it('is given up when its name server does not answer', async () => {
    const resolve = () => new Promise<never>(() => {});
    expect(await codeOf(send({ ...soon, url: named() }, { resolve }))).toBe('TIMED_OUT');
  });

  it('and never ends is heard as far as we want', async () => {
    there.answer(replies.flood, replies.status(200, {}, 'just enough'));
    const answer = await send({ mostBytes: 1_000 });
    expect([answer.status, answer.body.length, answer.isTruncated]).toEqual([200, 1_000, true]);
    const { body, isTruncated } = await send({ mostBytes: 11 });
    expect([body, isTruncated]).toEqual(['just enough', false]);
  });

  it('and hangs up, or speaks something else than HTTP, fails', async () => {
    there.answer(replies.hangUp);
    expect(await codeOf(send())).toBe('ANSWER_BROKEN');
    const server = createTcpServer(
      (socket) => void socket.on('error', () => {}).end('220 mail.example.com\r\n'),
    );
    await once(server.listen(0, outside), 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await codeOf(send({ url: `http://${outside}:${port}` }))).toBe('ANSWER_BROKEN');
    server.close();
  });

  it('is given up by whoever asked, for their reason', async () => {
    there.answerAlways(replies.silence);
    const stop = new AbortController();
    const sent = codeOf(send({ signal: stop.signal }));
    stop.abort('the process ends');
    expect(await sent).toBe('the process ends');
    expect(await codeOf(send({ signal: stop.signal }))).toBe('the process ends');
  });
});

describe('over TLS', () => {
  it('somebody whom nobody vouches for gets nothing, whatever the environment says', async () => {
    const got: unknown[] = [];
    const server = createTlsServer({ key, cert }, (request, response) => {
      got.push(request.url);
      response.end();
    });
    await once(server.listen(0, outside), 'listening');
    const { port } = server.address() as AddressInfo;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const sent = send({ url: `https://hooks.example.com:${port}` }, resolving([outside]));
      expect([await codeOf(sent), got]).toEqual(['TLS_FAILED', []]);
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      server.close();
    }
  });

  it('somebody who does not speak it fails', async () => {
    expect(await codeOf(send({ url: there.url.replace('http:', 'https:') }))).toBe('TLS_FAILED');
  });
});

/** Of nobody: signed by itself, made for this test. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHUBmih+edIvOFvTp
GCXGulfrHFFwGBhLZ0YM8BxhB9yhRANCAAS6weOE3JW7Q3uaOjyjppTjX7tsJZZT
eNGYHptnIuECyA4e4y5Z1FEa3OM9xHXfS+RAwbsCOQwK84kGYXAWePWq
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBrTCCAVOgAwIBAgIUDWJ90Nz7B7AN9255K30dPGTfCrwwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRaG9va3MuZXhhbXBsZS5jb20wIBcNMjYxMTI3MDUxOTE4WhgP
MjEyNjExMDMwNTE5MThaMBwxGjAYBgNVBAMMEWhvb2tzLmV4YW1wbGUuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEusHjhNyVu0N7mjo8o6aU41+7bCWWU3jR
mB6bZyLhAsgOHuMuWdRRGtzjPcR130vkQMG7AjkMCvOJBmFwFnj1qqNxMG8wHQYD
VR0OBBYEFGgBpnGxUnw5Kh0FZPtjosn4uRBSMB8GA1UdIwQYMBaAFGgBpnGxUnw5
Kh0FZPtjosn4uRBSMA8GA1UdEwEB/wQFMAMBAf8wHAYDVR0RBBUwE4IRaG9va3Mu
ZXhhbXBsZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIgUbgt1S0oabnB3v5hj8KR/jip
IYPjv0+Xd/B5WXqDLy8CIQDd4cpo2DFGQ/N4ybW6JFilWRcwiIajXTlA2bKGEMz6
GQ==
-----END CERTIFICATE-----`;
