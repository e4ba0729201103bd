// What staff are written to. In English, which they work in; to the address that they sign in with.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Background } from '#libs/background';
import { letter, Mailer } from '#libs/mail';
import { publicUrl } from '../config/public-url.js';
import { Settings } from '../config/settings.js';
import type { SecurityNotice } from '../sessions/accounts.service.js';
import { passwordPagePath } from './password-page.js';
import { Staff } from './staff.entity.js';

export type StaffNotice =
  | SecurityNotice
  | 'registered_again'
  | 'password_changed'
  | 'second_factor_on'
  | 'second_factor_off'
  | 'second_factor_reset'
  | 'recovery_codes_renewed';

const askAnAdmin = 'If you did not expect this, tell an admin at once.';

const notices: Readonly<Record<StaffNotice, { subject: string; text: string }>> = {
  registered_again: {
    subject: 'You have a staff account already',
    text: 'Somebody, probably you, registered as staff with this address. Nothing was changed: sign in, or choose a new password if you have forgotten yours.',
  },
  second_factor_on: {
    subject: 'Your second factor is on',
    text: 'A second factor was set up for your staff account: from now on, signing in takes a code as well. All other sessions were ended.',
  },
  second_factor_off: {
    subject: 'Your second factor is off',
    text: 'The second factor of your staff account was turned off: signing in takes only the password.',
  },
  recovery_codes_renewed: {
    subject: 'New recovery codes',
    text: 'New recovery codes were made for your staff account. The old ones no longer work.',
  },
  second_factor_reset: {
    subject: 'Your second factor was reset',
    text: 'An admin has turned off the second factor of your staff account and ended your sessions. Set it up anew when you next sign in.',
  },
  password_changed: {
    subject: 'Your password was changed',
    text: 'The password of your staff account was changed, and your other sessions were ended.',
  },
  refresh_token_reused: {
    subject: 'A session of yours was ended',
    text: 'Somebody used a sign-in of yours that had been used before: it may have been copied. That session was ended. Sign in again and change your password.',
  },
  api_key_created: {
    subject: 'New API key',
    text: 'An API key was made with your staff account.',
  },
};

@Injectable()
export class StaffMails {
  constructor(
    private readonly em: EntityManager,
    private readonly mailer: Mailer,
    private readonly background: Background,
    private readonly settings: Settings,
  ) {}

  invitation(to: string, token: string): void {
    this.send(
      to,
      'Your staff account',
      ['An account has been made for you. Choose a password within three days.'],
      {
        label: 'Choose a password',
        url: this.linkFor(token),
      },
    );
  }

  passwordLink(to: string, token: string): void {
    const paragraphs = [
      'Somebody, probably you, asked for a new password of your staff account.',
      'The link works once, for an hour. If it was not you, do nothing.',
    ];
    this.send(to, 'Choose a new password', paragraphs, {
      label: 'Choose a password',
      url: this.linkFor(token),
    });
  }

  notice(to: string, notice: StaffNotice): void {
    const { subject, text } = notices[notice];
    this.send(to, subject, [text, askAnAdmin]);
  }

  /** To the address that they have when it leaves. */
  noticeTo(id: string, notice: StaffNotice): void {
    this.background.run('staff-notice', async () => {
      const staff = await this.em.fork().findOne(Staff, { id });
      if (staff) this.notice(staff.email, notice);
    });
  }

  private linkFor(token: string): string {
    return publicUrl(this.settings, passwordPagePath, { token });
  }

  private send(
    to: string,
    subject: string,
    paragraphs: readonly string[],
    action?: { label: string; url: string },
  ): void {
    this.mailer.send({ to, ...letter({ language: 'en', subject, paragraphs, action }) });
  }
}
