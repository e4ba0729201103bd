// Sends customers the links and codes that they need. Everything here goes out in the background.
import { Injectable } from '@nestjs/common';
import { letter, Mailer } from '#libs/mail';
import { SmsSender } from '#libs/sms';
import { publicUrl } from '../config/public-url.js';
import { Settings } from '../config/settings.js';
import {
  languageOf,
  resetMail,
  resetText,
  verifyEmailMail,
  verifyPhoneText,
  type MailWords,
} from './auth.mails.js';

/** Where the pages of the links are (`auth-pages.controller.ts`). */
export const verifyEmailPath = 'verify-email';
export const resetPasswordPath = 'reset-password';

@Injectable()
export class AuthMessages {
  constructor(
    private readonly mailer: Mailer,
    private readonly sms: SmsSender,
    private readonly settings: Settings,
  ) {}

  verifyEmail(to: string, language: string, token: string): void {
    this.mail(to, language, verifyEmailMail, { url: this.link(verifyEmailPath, language, token) });
  }

  resetByLink(to: string, language: string, token: string): void {
    this.mail(to, language, resetMail, { url: this.link(resetPasswordPath, language, token) });
  }

  verifyPhone(to: string, language: string, code: string): void {
    this.sms.send({ to, text: verifyPhoneText[languageOf(language)]({ code }) });
  }

  resetByCode(to: string, language: string, code: string): void {
    this.sms.send({ to, text: resetText[languageOf(language)]({ code }) });
  }

  private mail<Facts>(to: string, language: string, words: MailWords<Facts>, facts: Facts): void {
    const known = languageOf(language);
    this.mailer.send({ to, ...letter({ language: known, ...words[known](facts) }) });
  }

  private link(path: string, language: string, token: string): string {
    return publicUrl(this.settings, path, { token, lang: languageOf(language) });
  }
}
