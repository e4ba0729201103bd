import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, type JobCaller, type JobRun } from '#libs/jobs';
import { soonSeconds } from '#libs/mail';
import { sendStaffMailType, StaffMails, staffMailOutcomes, staffMails } from './staff.mails.js';

const input = z.object({ staffId: z.uuid(), mail: z.enum(staffMails) });

@Injectable()
export class StaffJobs {
  constructor(private readonly mails: StaffMails) {}

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
  async send(_caller: JobCaller, { staffId, mail }: z.output<typeof input>, run: JobRun) {
    return { outcome: await this.mails.send(staffId, mail, run.id) };
  }
}
