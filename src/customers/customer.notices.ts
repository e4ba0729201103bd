// Tells customers about the safety of their account, in their language.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { Background } from '#libs/background';
import { letter, Mailer } from '#libs/mail';
import { SmsSender } from '#libs/sms';
import type { SecurityNotice } from '../sessions/accounts.service.js';
import { AttemptsService, type AttemptPolicy } from '../sessions/attempts.service.js';
import { Customer } from './customer.entity.js';
import { noticeWords, type Notice } from './customer.mails.js';

/** How somebody can be told something. */
export type Reach = Pick<Customer, 'email' | 'emailVerified' | 'phone' | 'phoneVerified' | 'language'>;

/** To one number: whoever provokes more of them runs up our bill. */
const textMessages: AttemptPolicy = { waits: [0], window: 86_400, most: 10 };

@Injectable()
export class CustomerNotices {
  constructor(
    private readonly em: EntityManager,
    private readonly mailer: Mailer,
    private readonly sms: SmsSender,
    private readonly attempts: AttemptsService,
    private readonly background: Background,
  ) {}

  /** In the background, by one way. Never throws. @param id of the customer */
  send(id: string, notice: SecurityNotice): void {
    this.soon(async () => {
      const customer = await this.em.findOne(Customer, { id });
      if (customer) await this.tell(wayTo(customer), customer.language, notice);
    });
  }

  /**
   * That e-mail or phone is another one, wherever the owner was known to be reached: what has taken its place may be a thief's.
   * In the background. Never throws.
   * @param before how it was until then
   */
  contactChanged(before: Reach): void {
    const email = before.emailVerified ? before.email : null;
    const phone = before.phoneVerified ? before.phone : null;
    const ways = email || phone ? { email, phone } : wayTo(before);
    this.soon(() => this.tell(ways, before.language, 'contact_changed'));
  }

  private async tell(
    { email, phone }: Partial<Pick<Reach, 'email' | 'phone'>>,
    language: string,
    notice: Notice,
  ): Promise<void> {
    const known = language === 'hi' ? 'hi' : 'en';
    const { subject, text, short } = noticeWords[notice][known];
    if (email) this.mailer.send({ to: email, ...letter({ language: known, subject, paragraphs: [text] }) });
    if (phone && (await this.attempts.take(['notice-sms', phone], textMessages)).allowed)
      this.sms.send({ to: phone, text: short });
  }

  private soon(work: () => Promise<void>): void {
    this.background.run('security notice', () => RequestContext.create(this.em, work));
  }
}

/** An address that is verified before one that is not; then a mail before a text message, which costs money. */
function wayTo({
  email,
  emailVerified,
  phone,
  phoneVerified,
}: Reach): Partial<Pick<Reach, 'email' | 'phone'>> {
  return !email || (phoneVerified && !emailVerified) ? { phone } : { email };
}
