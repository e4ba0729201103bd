// The links and codes that customers need. Each is asked for as a job, and made when it is sent: no secret waits anywhere, and neither a mail
// server that is away for a minute nor a process that dies keeps anybody from theirs.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { JobQueue } from '#libs/jobs';
import { renderLetter, Mailer, MailRefused } from '#libs/mail';
import { SmsRefused, SmsSender } from '#libs/sms';
import { formatTime, textLanguageOf } from '#libs/format';
import { Clock, localDate } from '#libs/time';
import { publicUrl } from '../config/public-url.js';
import { Settings } from '../config/settings.js';
import { Customer, type ContactField } from '../customers/customer.entity.js';
import {
  reopenMail,
  reopenText,
  resetMail,
  resetText,
  severalClaims,
  severalClaimsShort,
  verifyEmailMail,
  verifyPhoneText,
} from './auth.mails.js';
import type { TokenPurpose } from './one-time-token.entity.js';
import { OneTimeTokens } from './one-time-tokens.js';

/** Where the pages of the links are (`auth-pages.controller.ts`). */
export const verifyEmailPath = 'verify-email';
export const resetPasswordPath = 'reset-password';
export const reopenAccountPath = 'reopen-account';

const mails = {
  verify_email: { path: verifyEmailPath, words: verifyEmailMail },
  reset_by_link: { path: resetPasswordPath, words: resetMail },
  reopen_by_link: { path: reopenAccountPath, words: reopenMail },
};
const texts = { verify_phone: verifyPhoneText, reset_by_code: resetText, reopen_by_code: reopenText };

/** The type of the job. */
export const sendLinkType = 'auth.send_link';
/** Seconds. Whoever has waited longer has asked again. */
const awaitedFor = 600;

export interface WantedMessage {
  customerId: string;
  purpose: TokenPurpose;
}

/** `outdated`: there is nobody and nothing any more that it could be for. `refused`: the address will never take it. */
export const sendOutcomes = ['sent', 'refused', 'outdated'] as const;
export type SendOutcome = (typeof sendOutcomes)[number];

@Injectable()
export class AuthMessages {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
    private readonly tokens: OneTimeTokens,
    private readonly mailer: Mailer,
    private readonly sms: SmsSender,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** In the caller's transaction, or one of its own. What is asked for later for the same purpose is sent later, and makes this void. */
  async ask(customerId: string, purpose: TokenPurpose): Promise<void> {
    await this.jobs.enqueue({
      type: sendLinkType,
      input: { customerId, purpose },
      owner: { kind: 'system', id: 'auth' },
      sequenceKey: `${sendLinkType}:${customerId}:${purpose}`,
      expiresAt: new Date(this.clock.now().getTime() + awaitedFor * 1_000),
    });
  }

  /**
   * Makes it and sends it.
   * @param id of what is sent, the same at every try
   * @throws the error of whoever does not take it now
   */
  async send({ customerId, purpose }: WantedMessage, id: string): Promise<SendOutcome> {
    const customer = await this.em.findOne(Customer, { id: customerId });
    const to = customer && destinationOf(customer, purpose, this.clock.now());
    if (!customer || !to) return 'outdated';
    try {
      if (isMailed(purpose)) await this.mail(customer, purpose, to, id);
      else await this.text(customer, purpose, to, id);
      return 'sent';
    } catch (error) {
      if (error instanceof MailRefused || error instanceof SmsRefused) return 'refused';
      throw error;
    }
  }

  private async mail(customer: Customer, purpose: keyof typeof mails, to: string, id: string): Promise<void> {
    const { path, words } = mails[purpose];
    const language = textLanguageOf(customer.language);
    const token = await this.tokens.newToken(customer.id, purpose, to);
    const url = publicUrl(this.settings, path, { token, lang: language });
    const eraseOn = customer.eraseAt ? this.dayOf(customer.eraseAt) : '';
    const { paragraphs, ...more } = words[language]({ url, eraseOn });
    const madeOn = await this.madeOnAmong(customer, 'email');
    const all = madeOn ? [...paragraphs, severalClaims[language]({ madeOn })] : paragraphs;
    const mail = renderLetter({ language, ...more, paragraphs: all });
    await this.mailer.deliver({ to, person: customer.id, ...mail }, id);
  }

  private async text(customer: Customer, purpose: keyof typeof texts, to: string, id: string): Promise<void> {
    const code = await this.tokens.newCode(customer.id, purpose, to);
    const language = textLanguageOf(customer.language);
    const madeOn = await this.madeOnAmong(customer, 'phone');
    const more = madeOn ? ` ${severalClaimsShort[language]({ madeOn })}` : '';
    const text = texts[purpose][language]({ code }) + more;
    await this.sms.deliver({ to, person: customer.id, text }, id);
  }

  /** The day and time by which who reads it tells this account from the others that claim the same contact; undefined where there are none. */
  private async madeOnAmong(customer: Customer, what: ContactField): Promise<string | undefined> {
    if (customer.hasProven(what)) return undefined;
    const others = { [what]: customer[what], id: { $ne: customer.id } };
    return (await this.em.count(Customer, others)) === 0
      ? undefined
      : `${this.dayOf(customer.createdAt)}, ${formatTime(customer.createdAt, this.settings.BUSINESS_TIME_ZONE)}`;
  }

  private dayOf(instant: Date): string {
    return localDate(instant, this.settings.BUSINESS_TIME_ZONE);
  }
}

const isMailed = (purpose: TokenPurpose): purpose is keyof typeof mails => purpose in mails;

/** Where they are reached at this moment; nothing when it is not needed any more. */
function destinationOf(customer: Customer, purpose: TokenPurpose, now: Date): string | null | undefined {
  const { email, phone, emailVerified, phoneVerified } = customer;
  const isReopened = purpose === 'reopen_by_link' || purpose === 'reopen_by_code';
  if (isReopened ? !customer.mayReopen(now) : !customer.mayLogIn()) return null;
  if (purpose === 'verify_email') return emailVerified ? null : email;
  if (purpose === 'verify_phone') return phoneVerified ? null : phone;
  return isMailed(purpose) ? email : phone;
}
