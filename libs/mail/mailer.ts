import { Logger } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import type { Background } from '#libs/background';
import { newId } from '#libs/orm';
import type { Outbox } from './outbox.js';

export interface Mail {
  /** One address, without a name. */
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface MailerOptions {
  /** `smtp://` or `smtps://`, with user and password; without it mails stay in the outbox. */
  smtpUrl?: string;
  /** `Name <address>` */
  from: string;
  /** Milliseconds before each further try. */
  retryAfterMs?: readonly number[];
}

/** Servers that grey-list want to be asked again after some minutes; longer than this nobody waits for a link. */
const defaultRetryAfterMs = [2_000, 15_000, 60_000, 300_000];
const timeoutMs = 15_000;

/** An address as our own forms let it in. Anything else could be read as several addresses, or as another header. */
const plainAddress = /^[^\s,;:<>()[\]"\\@]+@[^\s,;:<>()[\]"\\@]+$/;

type Carry = (mail: Mail & { messageId: string }) => Promise<void>;

export class Mailer {
  private readonly logger = new Logger('Mailer');
  private readonly carry: Carry;
  private readonly retryAfterMs: readonly number[];
  private readonly domain: string;

  constructor(
    private readonly background: Background,
    { smtpUrl, from, retryAfterMs = defaultRetryAfterMs }: MailerOptions,
    outbox: Outbox,
  ) {
    this.retryAfterMs = retryAfterMs;
    this.domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
    this.carry = smtpUrl
      ? overSmtp(smtpUrl, from)
      : ({ to, subject, text }) => outbox.keep({ channel: 'mail', to, subject, text });
  }

  /** Sends it in the background, a few times over if need be. Never throws and never waits; neither address nor text is logged. */
  send(mail: Mail): void {
    if (!plainAddress.test(mail.to)) {
      this.logger.error({}, 'not sent: the address is not a plain one');
      return;
    }
    // Control characters end a header. The same id at every try: whoever gets it twice can tell.
    const safe = {
      ...mail,
      subject: mail.subject.replace(/\p{Cc}+/gu, ' '),
      messageId: `<${newId()}@${this.domain}>`,
    };
    this.background.run('mail', () => this.carry(safe), { retryAfterMs: this.retryAfterMs });
  }
}

/** A connection for each mail: they are few, and a pool would keep the process alive. */
function overSmtp(url: string, from: string): Carry {
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const logger = new Logger('Mailer');
  return async ({ to, ...mail }) => {
    try {
      await transport.sendMail({ ...mail, from, to: { name: '', address: to } });
    } catch (error) {
      const { permanent, responseCode } = error as { permanent?: boolean; responseCode?: number };
      if (!permanent) throw error;
      // Asking again would get the same answer.
      logger.warn({ responseCode }, 'a mail was refused');
    }
  };
}
