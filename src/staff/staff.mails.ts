// What staff are written to. In English, which they work in; to the address that they sign in with.
import { Injectable } from '@nestjs/common';
import { letter, Mailer } from '#libs/mail';
import { publicUrl } from '../config/public-url.js';
import { Settings } from '../config/settings.js';
import { passwordPagePath } from './password-page.js';

@Injectable()
export class StaffMails {
  constructor(
    private readonly mailer: Mailer,
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

  /** To somebody who works here, about a stranger who has come with their address; what concerns their account are notices. */
  registeredAgain(to: string): void {
    this.send(to, 'You have a staff account already', [
      'Somebody, probably you, registered as staff with this address. Nothing was changed: sign in, or choose a new password if you have forgotten yours.',
      'If you did not expect this, tell an admin at once.',
    ]);
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
