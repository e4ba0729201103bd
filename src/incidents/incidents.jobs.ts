import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { DetectionService } from './detection/detection.service.js';
import { IncidentWork } from './incident-work.service.js';

@Injectable()
export class IncidentsJobs {
  constructor(
    private readonly detection: DetectionService,
    private readonly work: IncidentWork,
  ) {}

  @JobType({
    type: 'incidents.detect',
    description: 'Look for complaints of several customers that have one cause, and offer them as incidents.',
    input: z.strictObject({}),
    output: z.object({ offered: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 120,
    retry: { attempts: 2 },
  })
  @RunsRegularly({
    name: 'incidents.detection',
    description: 'Offers complaints that have one cause as incidents.',
    cron: '*/10 * * * *',
  })
  async detect(_input: object, { signal }: JobRun) {
    return { offered: await this.detection.look(signal) };
  }

  @JobType({
    type: 'incidents.work',
    description: 'Do to the complaints of incidents what was decided and, because a process died, not done.',
    input: z.strictObject({}),
    output: z.object({ done: z.int(), overdue: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 120,
    retry: { attempts: 2 },
  })
  @RunsRegularly({
    name: 'incidents.work',
    description: 'Does what was decided for incidents and is not done yet, and tells which are overdue.',
    cron: '* * * * *',
  })
  async workOff(_input: object, { signal }: JobRun) {
    return { overdue: await this.work.tellOverdue(), done: await this.work.workOff(signal) };
  }
}
