import { Logger } from '@nestjs/common';
import type { Background } from '#libs/background';
import { newId } from '#libs/orm';
import { MailRefused, outboxCarrier, smtpCarrier, type CarriedMail, type MailCarrier } from './carrier.js';
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
  /** The server that is asked when the first one cannot take a mail now. */
  fallbackSmtpUrl?: string;
  /** `Name <address>` */
  from: string;
  /** Milliseconds before each further try. */
  retryAfterMs?: readonly number[];
}

/** Servers that grey-list want to be asked again after some minutes; longer than this nobody waits for a link. */
const defaultRetryAfterMs = [2_000, 15_000, 60_000, 300_000];

/** An address as our own forms let it in. Anything else could be read as several addresses, or as another header. */
const plainAddress = /^[^\s,;:<>()[\]"\\@]+@[^\s,;:<>()[\]"\\@]+$/;

export class Mailer {
  private readonly logger = new Logger('Mailer');
  /** In the order in which they are asked. */
  private readonly carriers: readonly MailCarrier[];
  private readonly retryAfterMs: readonly number[];
  private readonly domain: string;

  constructor(
    private readonly background: Background,
    { smtpUrl, fallbackSmtpUrl, from, retryAfterMs = defaultRetryAfterMs }: MailerOptions,
    outbox: Outbox,
  ) {
    this.retryAfterMs = retryAfterMs;
    this.domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
    this.carriers = smtpUrl
      ? [
          smtpCarrier('smtp', smtpUrl, from),
          ...(fallbackSmtpUrl ? [smtpCarrier('smtp-fallback', fallbackSmtpUrl, from)] : []),
        ]
      : [outboxCarrier(outbox)];
  }

  /** Sends it in the background, a few times over if need be. Never throws and never waits; neither address nor text is logged. */
  send(mail: Mail): void {
    if (!plainAddress.test(mail.to)) {
      this.logger.error({}, 'not sent: the address is not a plain one');
      return;
    }
    const letter = this.letterOf(mail, newId());
    this.background.run('mail', () => this.carryUnlessRefused(letter), { retryAfterMs: this.retryAfterMs });
  }

  /**
   * Hands it over now. For those who try again by themselves.
   * @param id of what is sent, the same at every try
   * @returns who took it
   * @throws MailRefused when nobody ever will, or the error of the last one that was asked
   */
  async deliver(mail: Mail, id: string): Promise<string> {
    if (!plainAddress.test(mail.to)) throw new MailRefused(0);
    return this.carry(this.letterOf(mail, id));
  }

  private letterOf(mail: Mail, id: string): CarriedMail {
    // Control characters end a header.
    const subject = mail.subject.replace(/\p{Cc}+/gu, ' ');
    return { ...mail, subject, messageId: `<${id}@${this.domain}>` };
  }

  private async carryUnlessRefused(mail: CarriedMail): Promise<void> {
    try {
      await this.carry(mail);
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      this.logger.warn({ responseCode: error.responseCode }, 'a mail was refused');
    }
  }

  /** A refusal is final: another server would be told the same, and would be taken for one that sends to everybody. */
  private async carry(mail: CarriedMail): Promise<string> {
    let failure: unknown;
    for (const carrier of this.carriers) {
      try {
        await carrier.carry(mail);
        return carrier.name;
      } catch (error) {
        if (error instanceof MailRefused) throw error;
        failure = error;
        const { code, responseCode } = Object(error) as { code?: string; responseCode?: number };
        this.logger.warn({ carrier: carrier.name, code, responseCode }, 'a mail was not taken');
      }
    }
    throw failure;
  }
}
