// Whoever takes a mail over from us: a mail server, or the outbox where there is none.
import { createTransport } from 'nodemailer';
import type { MailOutbox } from './mail-outbox.js';

export interface CarriedMail {
  to: string;
  person?: string;
  subject: string;
  text: string;
  html: string;
  /** `<id@domain>`, the same at every try: whoever gets it twice can tell. */
  messageId: string;
}

export interface MailCarrier {
  readonly name: string;
  /** Resolves when it was taken over. @throws MailRefused, or another error when it may be tried again */
  carry(mail: CarriedMail): Promise<void>;
}

/** The mail will never be taken for this address: asking again would get the same answer. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';

  /** @param responseCode of the server: the text beside it repeats the address */
  constructor(readonly responseCode: number) {
    super('A mail was refused.');
  }
}

const timeoutMs = 15_000;

interface SmtpError {
  permanent?: boolean;
  responseCode?: number;
  command?: string;
}

/** What the server says of the recipient or the mail. A login or a sender that it does not take is our fault, and another may do better. */
const aboutTheMail = new Set(['RCPT TO', 'DATA']);

/** A connection for each mail: they are few, and a pool would keep the process alive. */
export function smtpCarrier(name: string, url: string, from: string): MailCarrier {
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    name,
    carry: async ({ to, subject, text, html, messageId }) => {
      try {
        const mail = { subject, text, html, messageId };
        await transport.sendMail({ ...mail, from, to: { name: '', address: to } });
      } catch (error) {
        const { permanent, responseCode, command } = error as SmtpError;
        if (permanent && responseCode && aboutTheMail.has(command ?? '')) throw new MailRefused(responseCode);
        throw error;
      }
    },
  };
}

export function outboxCarrier(outbox: MailOutbox): MailCarrier {
  return {
    name: 'outbox',
    carry: ({ to, person, subject, text }) => outbox.keep({ channel: 'mail', to, person, subject, text }),
  };
}
