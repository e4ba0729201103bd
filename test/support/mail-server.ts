// A mail server of our own.
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Received {
  from: string;
  to: string[];
  message: string;
}

export interface MailServer {
  url: string;
  received: Received[];
  /** How it answers to the next recipients, one after the other: an SMTP code, or 0 for yes, which it says after them. */
  answers: number[];
  /** How often it was asked. */
  asked(): number;
  close(): Promise<void>;
}

export async function mailServer(answers: number[] = []): Promise<MailServer> {
  const received: Received[] = [];
  let asked = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    // It would ask a name server who is calling, which may take longer than a mail is waited for.
    disableReverseLookup: true,
    closeTimeout: 1_000,
    onRcptTo(_address, _session, done) {
      asked++;
      const code = answers.shift() ?? 0;
      done(code ? Object.assign(new Error('no'), { responseCode: code }) : null);
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          const sender = envelope.mailFrom as { address: string };
          received.push({
            from: sender.address,
            to: envelope.rcptTo.map(({ address }) => address),
            message: Buffer.concat(chunks).toString(),
          });
          done();
        });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    answers,
    asked: () => asked,
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

/** Where nobody answers. */
export async function nowhere(): Promise<string> {
  const { url, close } = await mailServer();
  await close();
  return url;
}
