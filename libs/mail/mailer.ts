import { Logger } from '@nestjs/common';
import { MailRefused, outboxCarrier, smtpCarrier, type CarriedMail, type MailCarrier } from './carrier.js';
import type { MailOutbox } from './mail-outbox.js';

export interface Mail {
  /** One address, without a name. */
  to: string;
  /** Id of whom it is for. It leaves with no mail: where mails stay with us, they are found by it. */
  person?: string;
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
}

/**
 * Before each further try of a mail that somebody waits for, seconds: servers that grey-list want to be asked again after some minutes; longer
 * than this nobody waits for a link.
 */
export const soonSeconds: readonly number[] = [2, 15, 60, 300];

/** An address as our own forms let it in. Anything else could be read as several addresses, or as another header. */
const plainAddress = /^[^\s,;:<>()[\]"\\@]+@[^\s,;:<>()[\]"\\@]+$/;

export class Mailer {
  private readonly logger = new Logger('Mailer');
  /** In the order in which they are asked. */
  private readonly carriers: readonly MailCarrier[];
  private readonly domain: string;

  constructor({ smtpUrl, fallbackSmtpUrl, from }: MailerOptions, outbox: MailOutbox) {
    this.domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
    this.carriers = smtpUrl
      ? [
          smtpCarrier('smtp', smtpUrl, from),
          ...(fallbackSmtpUrl ? [smtpCarrier('smtp-fallback', fallbackSmtpUrl, from)] : []),
        ]
      : [outboxCarrier(outbox)];
  }

  /**
   * Hands it over, once: whoever sends it is a job that tries again. Neither address nor text is logged.
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
