// Mails as people get them: from a real mail server, with links that work, or in the outbox. And the pages that the links open.
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { Job } from '#libs/jobs';
import { MailOutbox } from '#libs/mail';
import { AccountsService } from '../../src/sessions/accounts.service.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { mailServer } from '../support/mail-server.js';
import { settle } from '../support/settle.js';
import { givenIn, password } from '../support/given.js';

const publicUrl = 'https://desk.example';
const asha = { name: 'Asha Rao', password };
const fresh = 'a brand new phrase 7';

const posting = (test: TestApp) => (path: string, payload: object) =>
  test.http({ method: 'POST', url: `/api/v1/auth/${path}`, payload });

describe('over a mail server', () => {
  interface Received {
    from: string;
    to: string[];
    message: string;
  }
  const received: Received[] = [];
  let server: SMTPServer;
  let test: TestApp;
  beforeAll(async () => {
    server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      // It would ask a name server who is calling, which may take longer than a mail is waited for.
      disableReverseLookup: true,
      closeTimeout: 1_000,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        username === 'desk' && password === 'p@ss' ? done(null, { user: username }) : done(new Error('no')),
      onData(stream, { envelope }, done) {
        const chunks: Buffer[] = [];
        stream
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => {
            const { address } = envelope.mailFrom as { address: string };
            const to = envelope.rcptTo.map((each) => each.address);
            received.push({ from: address, to, message: Buffer.concat(chunks).toString() });
            done();
          });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    test = await startApp({
      logLevel: 'trace',
      settings: {
        PUBLIC_URL: publicUrl,
        SMTP_URL: `smtp://desk:p%40ss@127.0.0.1:${port}`,
        MAIL_FROM: 'Home services <desk@desk.example>',
      },
    });
  });
  afterAll(async () => {
    // Also where the program has not started.
    try {
      await test.close();
    } finally {
      await new Promise<void>((resolve) => server.close(resolve));
    }
  });

  /** The plain text of the last mail to `address`, as a mail program shows it. */
  async function lastTo(address: string): Promise<string> {
    await settle(test);
    const { message } = received.findLast(({ to }) => to.includes(address))!;
    const boundary = /boundary="([^"]+)"/.exec(message)![1]!;
    const part = message.split(`--${boundary}`).find((each) => each.includes('Content-Type: text/plain'))!;
    const [head, ...body] = part.split('\r\n\r\n');
    const text = body.join('\r\n\r\n');
    if (/^Content-Transfer-Encoding: base64$/im.test(head!)) return Buffer.from(text, 'base64').toString();
    const bytes = text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString();
  }

  async function linkTo(address: string): Promise<URL> {
    return new URL(/https:\/\/\S+/.exec(await lastTo(address))![0]);
  }

  it('the link after registering arrives, opens our page, and its token works', async () => {
    const email = 'smtp.asha@example.com';
    const { user } = (await posting(test)('register', { ...asha, email })).json();
    const link = await linkTo(email);
    expect(received.at(-1)).toMatchObject({ from: 'desk@desk.example', to: [email] });
    expect(`${link.origin}${link.pathname}`).toBe(`${publicUrl}/verify-email`);
    expect((await test.http({ url: `${link.pathname}${link.search}` })).statusCode).toBe(200);

    const payload = { token: link.searchParams.get('token')! };
    expect((await posting(test)('verify/email', payload)).statusCode).toBe(204);
    const { emailVerified } = await test.orm.em.fork().findOneOrFail(Customer, { id: user.id });
    expect(emailVerified).toBe(true);
  });

  it('so does the one of a forgotten password, in Hindi', async () => {
    const email = 'smtp.hindi@example.com';
    await posting(test)('register', { ...asha, email, language: 'hi' });
    await settle(test);
    await posting(test)('password/forgot', { identifier: email });
    expect(await lastTo(email)).toContain('पासवर्ड');
    const link = await linkTo(email);
    const page = await test.http({ url: `${link.pathname}${link.search}` });
    expect(page.body).toContain('<html lang="hi">');
    const token = link.searchParams.get('token')!;
    expect((await posting(test)('password/reset', { token, password: fresh })).statusCode).toBe(204);
    expect((await posting(test)('login', { identifier: email, password: fresh })).statusCode).toBe(200);
  });

  it('what endangers an account is told to its owner', async () => {
    const email = 'smtp.owner@example.com';
    const { user } = (await posting(test)('register', { ...asha, email })).json();
    await settle(test);
    const account = { kind: 'customer', id: user.id } as const;
    await test.orm.em
      .fork()
      .transactional(async () => test.app.get(AccountsService).notify(account, 'refresh_token_reused'));
    await settle(test);
    expect(await lastTo(email)).toContain('We have ended it');
  });

  it('neither addresses nor texts nor the password of the server are in the log', () => {
    const log = JSON.stringify(test.log);
    expect(test.log.length).toBeGreaterThan(0);
    expect(log).not.toMatch(/smtp\.asha|smtp\.hindi|p@ss|p%40ss|token=/);
  });
});

it('a mail server that is away delays nobody and breaks nothing', async () => {
  const settings = { SMTP_URL: 'smtp://127.0.0.1:9', PUBLIC_URL: publicUrl };
  const test = await startApp({ settings });
  try {
    const answer = await posting(test)('register', { ...asha, email: 'unlucky@example.com' });
    expect(answer.statusCode).toBe(201);
  } finally {
    await test.close();
  }
});

it('a mail server that says later gets it a moment later, and no secret waits meanwhile', async () => {
  const server = await mailServer([451]);
  const test = await startApp({ settings: { SMTP_URL: server.url, PUBLIC_URL: publicUrl } });
  try {
    const email = 'later@example.com';
    const { user } = (await posting(test)('register', { ...asha, email })).json();
    await settle(test);
    expect([server.asked(), server.received.length]).toEqual([1, 0]);
    const [job] = await test.orm.em.fork().find(Job, { type: 'auth.send_link' });
    expect(job).toMatchObject({ status: 'queued', input: { customerId: user.id, purpose: 'verify_email' } });
    test.clock.advance(2_000);
    await settle(test);
    expect(server.received).toMatchObject([{ to: [email] }]);
  } finally {
    await test.close();
    await server.close();
  }
});

describe('without a mail server', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startApp({ settings: { PUBLIC_URL: publicUrl } });
  });
  afterAll(() => test.close());

  it('the newcomer finds mails and messages at /dev/outbox, newest first', async () => {
    await posting(test)('register', { ...asha, email: 'newcomer@example.com', phone: '9876512345' });
    await settle(test);
    await posting(test)('register', { ...asha, email: 'later@example.com' });
    await settle(test);
    const outbox = async (query = '') => (await test.http({ url: `/dev/outbox${query}` })).json().items;
    expect((await outbox()).map(({ to }: { to: string }) => to)[0]).toBe('later@example.com');
    expect(await outbox('?to=Newcomer@example.com')).toMatchObject([
      { channel: 'mail', to: 'newcomer@example.com', subject: 'Confirm your e-mail address' },
    ]);
    expect(await outbox('?to=9876512345')).toMatchObject([{ channel: 'sms', to: '+919876512345' }]);
    expect((await test.http({ url: '/dev/outbox?from=x' })).statusCode).toBe(400);
  });

  it('a browser gets them as a page, with links to click and nothing that a sender wrote as HTML', async () => {
    const outbox = test.app.get(MailOutbox);
    await outbox.keep({
      channel: 'mail',
      to: 'page@example.com',
      subject: '<b>x</b>',
      text: 'See https://desk.example/a?b=c.',
    });
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const page = await test.http({ url: '/dev/outbox?to=page@example.com', headers });
    expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', vary: 'accept' });
    expect(page.body).toContain('<a href="https://desk.example/a?b=c">https://desk.example/a?b=c</a>.');
    expect(page.body).toContain('&lt;b&gt;x&lt;/b&gt;');
    expect(page.body).not.toContain('<b>x</b>');
    const others = await test.http({ url: '/dev/outbox?to=nobody@example.com', headers });
    expect(others.body).not.toContain('desk.example/a');
    const all = await test.http({ url: '/dev/outbox?to=', headers });
    expect(all.body).toContain('desk.example/a');
  });

  describe.each(['/verify-email', '/reset-password'])('the page %s', (path) => {
    it('runs only the script of this answer, and shows nothing of the address', async () => {
      const answer = await test.http({ url: `${path}?token=canary&lang=en"><script>alert(1)</script>` });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(answer.headers['referrer-policy']).toBe('no-referrer');
      expect(answer.headers['cache-control']).toBe('no-store');
      const policy = String(answer.headers['content-security-policy']);
      const [, nonce] = /script-src 'nonce-([^']+)'/.exec(policy)!;
      expect(policy).not.toMatch(/unsafe/);
      expect(answer.body).toContain(`nonce="${nonce}">`);
      expect(answer.body).not.toMatch(/canary|alert/);
      const again = await test.http({ url: path });
      expect(String(again.headers['content-security-policy'])).not.toContain(nonce);
    });

    it.each([
      ['what the link says', '?lang=hi', 'en-GB', 'hi'],
      ['what the browser wishes', '', 'fr-FR,hi-IN;q=0.8,en;q=0.5', 'hi'],
      ['English otherwise', '?lang=fr', 'de', 'en'],
      ['English, too, where nothing is said', '', undefined, 'en'],
    ])('is written in %s', async (_, query, accepted, language) => {
      const headers = accepted ? { 'accept-language': accepted } : {};
      const { body } = await test.http({ url: `${path}${query}`, headers });
      expect(body).toContain(`<html lang="${language}">`);
    });

    it('changes nothing by being opened', async () => {
      const { headers } = await givenIn(test).signedIn({ email: `scanner${path.length}@example.com` });
      const before = (await test.http({ url: '/api/v1/users/me', headers })).json();
      for (const method of ['GET', 'HEAD'] as const) await test.http({ method, url: path, headers });
      expect((await test.http({ url: '/api/v1/users/me', headers })).json()).toEqual(before);
      expect((await test.http({ method: 'POST', url: path, headers })).statusCode).toBe(405);
    });
  });
});

it('production shows neither anybody’s mails nor a way to them', async () => {
  const test = await startApp({ settings: { NODE_ENV: 'production' } });
  try {
    expect((await test.http({ url: '/dev/outbox' })).statusCode).toBe(404);
    const home = await test.http({ url: '/' });
    expect(home.statusCode).toBe(200);
    expect(home.body).not.toMatch(/outbox|@demo.example/);
  } finally {
    await test.close();
  }
});
