// Counts the stars of providers and services. What is hidden does not count.
import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock, dayMs } from '#libs/time';
import { ServiceRatingsService, type RatingOfService } from '../catalogue/service-ratings.service.js';
import { ProviderStatisticsService, type ProviderRatings } from '../providers/provider-statistics.service.js';

const recentMs = 90 * dayMs;
/** In one statement: while it runs, the embedded database does nothing else. */
const batch = 25;

@Injectable()
export class RatingsCounter {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly statistics: ProviderStatisticsService,
    private readonly services: ServiceRatingsService,
    private readonly clock: Clock,
  ) {}

  /**
   * One batch after the other. Doing it again costs no more than reading.
   * @param tell hears how many of how many are done
   * @returns how many providers
   */
  async countProviders(signal: AbortSignal, tell: (done: number, of: number) => void): Promise<number> {
    const total = await this.statistics.countProviders();
    const now = this.clock.now();
    const since = new Date(now.getTime() - recentMs);
    return this.inBatches(
      signal,
      (after) => this.statistics.idsAfter(after, batch),
      async (ids, done) => {
        const counts = await this.counts<ProviderRatings>(providersQuery, ids, since);
        await this.statistics.recordRatings(counts, now);
        tell(done, total);
      },
    );
  }

  /** The same of services. @returns how many */
  async countServices(signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    return this.inBatches(
      signal,
      (after) => this.services.idsAfter(after, batch),
      async (ids) => this.services.record(await this.counts<RatingOfService>(servicesQuery, ids), now),
    );
  }

  private async inBatches(
    signal: AbortSignal,
    idsAfter: (after: string | null) => Promise<string[]>,
    count: (ids: readonly string[], done: number) => Promise<void>,
  ): Promise<number> {
    let done = 0;
    for (let after: string | null = null; ;) {
      signal.throwIfAborted();
      const ids = await idsAfter(after);
      done += ids.length;
      await count(ids, done);
      if (ids.length < batch) return done;
      after = ids.at(-1)!;
      await breathe();
    }
  }

  private counts<Row>(query: string, ids: readonly string[], since?: Date): Promise<Row[]> {
    return this.em.fork().execute<Row[]>(query, { ids: JSON.stringify(ids), ...(since && { since }) });
  }
}

const average = (only = '') => `coalesce(round(avg(rating)${only}, 2)::float8, 0)`;
const recent = ' filter (where created_at >= :since)';

const providersQuery = `
  select batch.id as "providerId", ${average()} as "ratingAverage", count(rating)::int as "ratingCount",
    ${average(recent)} as "recentRatingAverage", (count(rating)${recent})::int as "recentRatingCount"
  from (select value::uuid as id from json_array_elements_text(:ids::json)) batch
  left join reviews on reviews.provider_id = batch.id and hidden_at is null
  group by batch.id`;

const servicesQuery = `
  select batch.id as "serviceId", ${average()} as "ratingAverage", count(rating)::int as "ratingCount"
  from (select value::uuid as id from json_array_elements_text(:ids::json)) batch
  left join reviews on reviews.service_id = batch.id and hidden_at is null
  group by batch.id`;
