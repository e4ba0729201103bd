import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { newId } from '#libs/orm';
import { FixedClock } from '#libs/time';
import { mailServer, nowhere, type MailServer } from '../../test/support/mail-server.js';
import { renderLetter } from './mail-letter.js';
import { Mailer, type Mail } from './mailer.js';
import { MailOutbox } from './mail-outbox.js';

const from = 'Home services <desk@desk.example>';
const mail = {
  to: 'asha@example.com',
  subject: 'नमस्ते Asha',
  text: 'Plain words',
  html: '<p>Marked words</p>',
};

let directory: string;
let outbox: MailOutbox;
let clock: FixedClock;
beforeAll(() => Logger.overrideLogger(false));
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'outbox-'));
  clock = new FixedClock(new Date('2026-11-20T04:30:00Z'));
  outbox = new MailOutbox(directory, clock);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('without a mail server', () => {
  const send = async (...mails: Mail[]) => {
    const mailer = new Mailer({ from }, outbox);
    for (const each of mails) await mailer.deliver(each, newId());
  };

  it('a mail can be read in the outbox, in memory and as a file', async () => {
    await send(mail);
    expect(outbox.recent()).toEqual([
      {
        channel: 'mail',
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        at: new Date('2026-11-20T04:30:00Z'),
      },
    ]);
    const [file] = readdirSync(directory);
    expect(readFileSync(join(directory, file!), 'utf8')).toBe(
      `Date: 2026-11-20T04:30:00.000Z\nTo: ${mail.to}\nSubject: ${mail.subject}\n\nPlain words\n`,
    );
  });

  it('the newest comes first, and they can be picked by address', async () => {
    await send(
      { ...mail, subject: 'one' },
      { ...mail, to: 'b@example.com', subject: 'two' },
      { ...mail, subject: 'three' },
    );
    expect(outbox.recent().map(({ subject }) => subject)).toEqual(['three', 'two', 'one']);
    expect(outbox.recent(mail.to).map(({ subject }) => subject)).toEqual(['three', 'one']);
  });

  it('only the last ones are kept', async () => {
    await send(...Array.from({ length: 230 }, (_, number) => ({ ...mail, subject: String(number) })));
    expect(outbox.recent()).toHaveLength(100);
    expect(outbox.recent()[0]!.subject).toBe('229');
    expect(readdirSync(directory).length).toBeLessThanOrEqual(220);
  });

  it('a folder that cannot be written loses nothing but the file', async () => {
    rmSync(directory, { recursive: true });
    writeFileSync(directory, 'a file where the folder should be');
    await send(mail);
    expect(outbox.recent()).toHaveLength(1);
  });

  const files = () => readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'));

  it('what went to somebody can be forgotten, and that of others stays', async () => {
    const others = { ...mail, to: 'asha@example.com.example', text: `To: ${mail.to}` };
    await send(mail, others, mail);
    await outbox.forget('asha', [mail.to, '+919876543210']);
    await outbox.forget('asha', [mail.to]);
    expect(outbox.recent()).toMatchObject([{ to: others.to }]);
    expect(files()).toEqual([expect.stringContaining(`To: ${others.to}\n`)]);
  });

  it('what was for somebody can be forgotten wherever it went, and what another writes to look like theirs stays', async () => {
    const [earlier, theirs] = ['earlier@example.com', 'ravi@example.com'];
    await send({ ...mail, to: earlier, person: 'asha' }, { ...mail, person: 'asha' });
    await send({ ...mail, to: theirs, person: 'ravi', text: 'Person: asha\n\nPerson: asha' });
    await outbox.forget('asha', []);
    expect(outbox.recent().map(({ to }) => to)).toEqual([theirs]);
    expect(files()).toEqual([expect.stringContaining(`To: ${theirs}\nPerson: ravi\n`)]);
  });

  it('nothing is kept longer than a week', async () => {
    await send(mail);
    clock.advance(7 * 86_400_000);
    await send({ ...mail, to: 'b@example.com' });
    expect(outbox.recent()).toHaveLength(2);
    clock.advance(1);
    await outbox.forget('asha', []);
    expect(outbox.recent()).toMatchObject([{ to: 'b@example.com' }]);
    expect(files()).toEqual([expect.stringContaining('To: b@example.com\n')]);
  });

  it('there may be nothing to forget, but a folder that cannot be read is no proof of it', async () => {
    rmSync(directory, { recursive: true });
    await expect(outbox.forget('asha', [mail.to])).resolves.toBeUndefined();
    writeFileSync(directory, 'a file where the folder should be');
    await expect(outbox.forget('asha', [mail.to])).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.each([
    'a@example.com, b@example.com',
    'a@example.com\nBcc: b@example.com',
    'Asha <a@example.com>',
    'nobody',
    '',
  ])('what is not one plain address gets nothing: %j', async (to) => {
    await expect(send({ ...mail, to })).rejects.toThrow('refused');
    expect(outbox.recent()).toEqual([]);
  });
});

describe('with a mail server', () => {
  const sendTo = (url: string, what = mail): Promise<string> =>
    new Mailer({ from, smtpUrl: url }, outbox).deliver(what, newId());
  const servers: MailServer[] = [];
  const serving = async (...answers: number[]): Promise<MailServer> => {
    const server = await mailServer(answers);
    servers.push(server);
    return server;
  };
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

  it('hands it over, with text and HTML, to nobody but its recipient', async () => {
    const { url, received } = await serving();
    await sendTo(url);
    expect(received).toMatchObject([{ from: 'desk@desk.example', to: ['asha@example.com'] }]);
    expect(received[0]!.message).toMatch(/^To: asha@example\.com$/m);
    expect(received[0]!.message).toContain('Plain words');
    expect(received[0]!.message).toContain('<p>Marked words</p>');
    expect(received[0]!.message).toMatch(/^Message-ID: <[0-9a-f-]+@desk\.example>/m);
    expect(outbox.recent()).toEqual([]);
  });

  it('a subject cannot smuggle in another header', async () => {
    const { url, received } = await serving();
    await sendTo(url, { ...mail, subject: 'Hello\r\nBcc: victim@example.com\r\n\r\nbody' });
    expect(received).toMatchObject([{ to: ['asha@example.com'] }]);
    const [head] = received[0]!.message.split('\r\n\r\n');
    expect(head).not.toMatch(/^Bcc/im);
  });

  it('says whether it may be tried again', async () => {
    const [later, never] = [await serving(451), await serving(550)];
    await expect(sendTo(later.url)).rejects.toMatchObject({ responseCode: 451 });
    await expect(sendTo(never.url)).rejects.toMatchObject({ name: 'MailRefused', responseCode: 550 });
    await expect(sendTo(await nowhere())).rejects.toMatchObject({ code: 'ESOCKET' });
    expect(await sendTo(later.url)).toBe('smtp');
    expect([later.received.length, never.received.length]).toEqual([1, 0]);
  });

  describe('and another one behind it', () => {
    const mailerOf = (smtpUrl: string, fallbackSmtpUrl?: string) =>
      new Mailer({ from, smtpUrl, fallbackSmtpUrl }, outbox);

    it('asks it when the first is away, or says later', async () => {
      const [later, second] = [await serving(451), await serving()];
      expect(await mailerOf(later.url, second.url).deliver(mail, 'one')).toBe('smtp-fallback');
      expect(await mailerOf(await nowhere(), second.url).deliver(mail, 'two')).toBe('smtp-fallback');
      expect(await mailerOf(later.url, second.url).deliver(mail, 'three')).toBe('smtp');
      expect(second.received.map(({ message }) => /^Message-ID: (.*)$/m.exec(message)![1])).toEqual([
        '<one@desk.example>',
        '<two@desk.example>',
      ]);
    });

    it('does not ask it when the first says never', async () => {
      const [never, second] = [await serving(550), await serving()];
      await expect(mailerOf(never.url, second.url).deliver(mail, 'id')).rejects.toMatchObject({
        name: 'MailRefused',
        responseCode: 550,
        message: 'A mail was refused.',
      });
      expect(second.asked()).toBe(0);
    });

    it('may be asked again when neither takes it', async () => {
      const [first, second] = [await serving(451), await serving(452)];
      const mailer = mailerOf(first.url, second.url);
      await expect(mailer.deliver(mail, 'id')).rejects.toMatchObject({ responseCode: 452 });
      expect(await mailer.deliver(mail, 'id')).toBe('smtp');
    });
  });

  it('nothing is handed over for what is not one plain address', async () => {
    const { url, asked } = await serving();
    const mailer = new Mailer({ from, smtpUrl: url }, outbox);
    await expect(mailer.deliver({ ...mail, to: 'a@b.example, c@d.example' }, 'id')).rejects.toThrow(
      'refused',
    );
    expect(asked()).toBe(0);
  });
});

it('a letter shows its words as text and as HTML, and escapes them there', () => {
  const { text, html } = renderLetter({
    language: 'hi',
    subject: 'A < B',
    paragraphs: ['First & foremost.', 'Then.'],
    action: { label: 'Do it', url: 'https://desk.example/do?a=1&b="2"' },
  });
  expect(text).toBe('First & foremost.\n\nhttps://desk.example/do?a=1&b="2"\n\nThen.');
  expect(html).toContain('<html lang="hi">');
  expect(html).toContain('<p>First &amp; foremost.</p>');
  expect(html).toContain('href="https://desk.example/do?a=1&amp;b=&quot;2&quot;"');
  expect(html).not.toContain('A < B');
});
