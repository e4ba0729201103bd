import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { CatalogueWarmUp } from './catalogue.warm-up.js';

@Injectable()
export class CatalogueJobs {
  constructor(private readonly warmUp: CatalogueWarmUp) {}

  @JobType({
    type: 'catalogue.warm_up',
    description: 'Copy the catalogue into the memory of every process, where it was changed.',
    input: z.strictObject({}),
    output: z.object({ services: z.int(), cities: z.int() }),
    permission: null,
    cost: 'light',
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'catalogue.warm_up',
    description: 'Copies the catalogue into the memory of every process before somebody waits for it.',
    cron: '*/30 * * * *',
    missed: 'skip',
  })
  async copy(_input: object, run: JobRun) {
    const { services, cities } = await this.warmUp.here();
    run.atTheEnd((em) => this.warmUp.everywhere(em));
    return { services: services.length, cities: cities.length };
  }
}
