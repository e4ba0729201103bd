// What staff are written to. In English, which they work in; to the address that they sign in with. Each mail is asked for as a job, and its link
// made when it is sent: no secret waits anywhere. What concerns their account otherwise are notices (src/notifications).
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { JobQueue } from '#libs/jobs';
import { renderLetter, Mailer, MailRefused } from '#libs/mail';
import { publicUrl } from '../config/public-url.js';
import { Settings } from '../config/settings.js';
import { PasswordLinksService, type PasswordLinkKind } from './password-links.service.js';
import { passwordPagePath } from './password-page.js';
import { Staff } from './staff.entity.js';

export const staffMails = ['invitation', 'reset', 'registered_again'] as const;
export type StaffMail = (typeof staffMails)[number];

const words: Record<StaffMail, { subject: string; paragraphs: string[]; link?: PasswordLinkKind }> = {
  invitation: {
    subject: 'Your staff account',
    paragraphs: ['An account has been made for you. Choose a password within three days.'],
    link: 'invitation',
  },
  reset: {
    subject: 'Choose a new password',
    paragraphs: [
      'Somebody, probably you, asked for a new password of your staff account.',
      'The link works once, for an hour. If it was not you, do nothing.',
    ],
    link: 'reset',
  },
  // To somebody who works here, about a stranger who has come with their address.
  registered_again: {
    subject: 'You have a staff account already',
    paragraphs: [
      'Somebody, probably you, registered as staff with this address. Nothing was changed: sign in, or choose a new password if you have forgotten yours.',
      'If you did not expect this, tell an admin at once.',
    ],
  },
};

/** The type of the job. */
export const sendStaffMailType = 'staff.send_mail';

/** `outdated`: they do not work here any more. `refused`: the address will never take it. */
export const staffMailOutcomes = ['sent', 'refused', 'outdated'] as const;
export type StaffMailOutcome = (typeof staffMailOutcomes)[number];

@Injectable()
export class StaffMails {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
    private readonly links: PasswordLinksService,
    private readonly mailer: Mailer,
    private readonly settings: Settings,
  ) {}

  /** In the caller's transaction, or one of its own. A link that is asked for later is sent later, and makes earlier ones void. */
  async ask(staffId: string, mail: StaffMail): Promise<void> {
    await this.jobs.enqueue({
      type: sendStaffMailType,
      input: { staffId, mail },
      owner: { kind: 'system', id: 'staff' },
      sequenceKey: `${sendStaffMailType}:${staffId}`,
    });
  }

  /**
   * @param id of what is sent, the same at every try
   * @throws the error of a mail server that does not take it now
   */
  async send(staffId: string, mail: StaffMail, id: string): Promise<StaffMailOutcome> {
    const staff = await this.em.findOne(Staff, { id: staffId, status: 'active' });
    if (!staff) return 'outdated';
    const { subject, paragraphs, link } = words[mail];
    const action = link && { label: 'Choose a password', url: await this.urlOf(staff, link) };
    try {
      await this.mailer.deliver(
        {
          to: staff.email,
          person: staff.id,
          ...renderLetter({ language: 'en', subject, paragraphs, action }),
        },
        id,
      );
      return 'sent';
    } catch (error) {
      if (error instanceof MailRefused) return 'refused';
      throw error;
    }
  }

  private async urlOf({ id }: Staff, kind: PasswordLinkKind): Promise<string> {
    return publicUrl(this.settings, passwordPagePath, { token: await this.links.make(id, kind) });
  }
}
