import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { soonSeconds } from '#libs/mail';
import { StaffRegistrationsService } from './staff-registrations.service.js';
import { sendStaffMailType, StaffMails, staffMailOutcomes, staffMails } from './staff.mails.js';

const input = z.object({ staffId: z.uuid(), mail: z.enum(staffMails) });

@Injectable()
export class StaffJobs {
  constructor(
    private readonly mails: StaffMails,
    private readonly registrations: StaffRegistrationsService,
  ) {}

  @JobType({
    type: sendStaffMailType,
    description: 'Mails a staff member a link to choose a password, or a warning.',
    input,
    output: z.object({ outcome: z.enum(staffMailOutcomes) }),
    permission: null,
    cost: 'light',
    retry: { delaysSeconds: soonSeconds },
    subject: ({ staffId }) => ({ type: 'staff', id: staffId }),
  })
  async send({ staffId, mail }: z.output<typeof input>, run: JobRun) {
    return { outcome: await this.mails.send(staffId, mail, run.id) };
  }

  @JobType({
    type: 'staff.remove_forgotten_registrations',
    description: 'Remove registrations that nobody has approved for thirty days.',
    input: z.strictObject({}),
    output: z.object({ removed: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 3, backoffSeconds: 60 },
  })
  @RunsRegularly({
    name: 'staff.remove_forgotten_registrations',
    description: 'Removes registrations of staff that nobody has approved for thirty days.',
    cron: '37 * * * *',
  })
  async removeForgottenRegistrations(_input: object, run: JobRun) {
    return { removed: await this.registrations.removeForgotten(run.signal) };
  }
}
