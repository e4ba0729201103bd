import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { ClientsService } from './clients/clients.service.js';
import { GrantsService } from './grants/grants.service.js';

@Injectable()
export class OAuthJobs {
  constructor(
    private readonly grants: GrantsService,
    private readonly clients: ClientsService,
  ) {}

  @JobType({
    type: 'oauth.clean_up',
    description: 'Remove what apps were let in for and is past its time, and apps that nobody has connected.',
    input: z.strictObject({}),
    output: z.object({ grants: z.int(), clients: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 3, backoffSeconds: 60 },
  })
  @RunsRegularly({
    name: 'oauth.clean_up',
    description: 'Removes connections of apps that are past their time, and apps that nobody has connected.',
    cron: '41 * * * *',
  })
  async cleanUp(_input: object, run: JobRun) {
    const grants = await this.grants.removeExpired(run.signal);
    return { grants, clients: await this.clients.removeUnused(run.signal) };
  }
}
