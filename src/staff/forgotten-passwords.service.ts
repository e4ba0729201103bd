// "I have forgotten my password": nobody learns from it who works here.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { BackgroundTasks } from '#libs/background';
import { AttemptsService, callerNetwork, type AttemptPolicy } from '../sessions/attempts.service.js';
import { Staff } from './staff.entity.js';
import { StaffMails } from './staff.mails.js';

/** To one person, and from one place: nobody's letter box is filled by a stranger, nor by many requests from one. */
const toOnePerson: AttemptPolicy = { waits: [60, 300, 900], window: 86_400, most: 10 };
const fromOnePlace: AttemptPolicy = { waits: [0], window: 3_600, most: 20 };

@Injectable()
export class ForgottenPasswordsService {
  constructor(
    private readonly em: EntityManager,
    private readonly attempts: AttemptsService,
    private readonly background: BackgroundTasks,
    private readonly mails: StaffMails,
  ) {}

  /** Mails a link if there is somebody to mail it to. Takes no longer when there is. */
  async mailLink(email: string): Promise<void> {
    const here = await this.attempts.take(['staff-password-from', callerNetwork()], fromOnePlace);
    // What is sent to nobody uses up nobody's allowance.
    if (!here.allowed) return;
    const there = await this.attempts.take(['staff-password-to', email], toOnePerson);
    if (there.allowed)
      this.background.run('staff-password-link', () =>
        RequestContext.create(this.em, () => this.mailIfKnown(email)),
      );
  }

  private async mailIfKnown(email: string): Promise<void> {
    const staff = await this.em.findOne(Staff, { email, status: 'active' });
    if (staff) await this.mails.ask(staff.id, 'reset');
  }
}
