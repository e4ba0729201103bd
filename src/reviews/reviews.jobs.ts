import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { RatingsCounter } from './ratings-counter.js';

@Injectable()
export class ReviewsJobs {
  constructor(private readonly ratings: RatingsCounter) {}

  @JobType({
    type: 'reviews.refresh_ratings',
    description: 'Count the ratings of every provider and service.',
    input: z.strictObject({}),
    output: z.object({ providers: z.int(), services: z.int() }),
    permission: null,
    cost: 'heavy',
    timeoutSeconds: 900,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'reviews.ratings',
    description: 'Counts the ratings of every provider and service.',
    cron: '28 * * * *',
  })
  async refreshRatings(_input: object, run: JobRun) {
    const tell = (done: number, of: number): void =>
      run.progress(
        Math.round((100 * done) / Math.max(done, of, 1)),
        'counting',
        `${done} of ${of} providers`,
      );
    const providers = await this.ratings.countProviders(run.signal, tell);
    return { providers, services: await this.ratings.countServices(run.signal) };
  }
}
