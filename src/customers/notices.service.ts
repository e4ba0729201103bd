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

type Ways = Partial<Pick<Reach, 'email' | 'phone'>>;

/** To one address or number, whatever is told: whoever provokes more of them floods somebody, or runs up our bill. */
const toOne: AttemptPolicy = { waits: [0], window: 86_400, most: 10 };

@Injectable()
export class NoticesService {
  constructor(
    private readonly em: EntityManager,
    private readonly mailer: Mailer,
    private readonly sms: SmsSender,
    private readonly attempts: AttemptsService,
    private readonly background: Background,
  ) {}

  /** In the background, by one way; rather to an address that nobody has verified than to none. Never throws. @param id of the customer */
  send(id: string, notice: SecurityNotice): void {
    this.soon(async () => {
      const customer = await this.em.findOne(Customer, { id });
      if (!customer) return;
      const { email, phone, language } = customer;
      const known = verifiedWays(customer);
      await this.tell(oneOf(known.email || known.phone ? known : { email, phone }), language, notice);
    });
  }

  /**
   * By one way that the owner has verified, if there is one: any other may be a stranger's, who would get one for each change.
   * In the background. Never throws.
   */
  passwordChanged(customer: Reach): void {
    const way = oneOf(verifiedWays(customer));
    const { language } = customer;
    this.soon(() => this.tell(way, language, 'password_changed'));
  }

  /**
   * That e-mail or phone is another one, wherever the owner had verified to be reached: what has taken its place may be a thief's.
   * In the background. Never throws.
   * @param before how it was until then
   */
  contactChanged(before: Reach): void {
    this.soon(() => this.tell(verifiedWays(before), before.language, 'contact_changed'));
  }

  private async tell({ email, phone }: Ways, language: string, notice: Notice): Promise<void> {
    const known = language === 'hi' ? 'hi' : 'en';
    const { subject, text, short } = noticeWords[notice][known];
    if (email && (await this.mayTell(email)))
      this.mailer.send({ to: email, ...letter({ language: known, subject, paragraphs: [text] }) });
    if (phone && (await this.mayTell(phone))) this.sms.send({ to: phone, text: short });
  }

  private async mayTell(to: string): Promise<boolean> {
    return (await this.attempts.take(['notice', to], toOne)).allowed;
  }

  private soon(work: () => Promise<void>): void {
    this.background.run('security notice', () => RequestContext.create(this.em, work));
  }
}

const verifiedWays = ({ email, emailVerified, phone, phoneVerified }: Reach): Ways => ({
  email: emailVerified ? email : null,
  phone: phoneVerified ? phone : null,
});

/** A mail before a text message, which costs money. */
const oneOf = ({ email, phone }: Ways): Ways => (email ? { email } : { phone });
