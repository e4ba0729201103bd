// Counts the stars of providers and services. What is hidden does not count.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { inIdBatches } from '#libs/orm';
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
    return inIdBatches(
      batch,
      (after, limit) => this.statistics.idsAfter(after, limit),
      async (ids, done) => {
        const counts = await this.counts<ProviderRatings>(providersQuery, ids, since);
        await this.statistics.recordRatings(counts, now);
        tell(done, total);
      },
      signal,
    );
  }

  /** The same of services. @returns how many */
  async countServices(signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    return inIdBatches(
      batch,
      (after, limit) => this.services.idsAfter(after, limit),
      async (ids) => this.services.record(await this.counts<RatingOfService>(servicesQuery, ids), now),
      signal,
    );
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
