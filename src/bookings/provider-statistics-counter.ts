// Counts how the work of the providers has gone: their visits, over all and over the last 90 days.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { inIdBatches } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import { ProviderStatisticsService, type ProviderVisits } from '../providers/provider-statistics.service.js';

const recentMs = 90 * dayMs;
/** Providers in one statement: while it runs, the embedded database does nothing else. */
const batch = 25;

@Injectable()
export class ProviderStatisticsCounter {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly statistics: ProviderStatisticsService,
    private readonly clock: Clock,
  ) {}

  /**
   * One batch of providers after the other. Doing it again costs no more than reading.
   * @param tell hears how many of how many are done
   * @returns how many providers
   */
  async count(signal: AbortSignal, tell: (done: number, of: number) => void): Promise<number> {
    const total = await this.statistics.countProviders();
    const now = this.clock.now();
    const since = new Date(now.getTime() - recentMs);
    const count = async (ids: readonly string[], done: number): Promise<void> => {
      if (ids.length > 0) await this.statistics.recordVisits(await this.countsOf(ids, since), now);
      tell(done, total);
    };
    return inIdBatches(batch, (after, limit) => this.statistics.idsAfter(after, limit), count, signal);
  }

  private countsOf(ids: readonly string[], since: Date): Promise<ProviderVisits[]> {
    return this.em.fork().execute<ProviderVisits[]>(countQuery, { ids: JSON.stringify(ids), since });
  }
}

const visits = (status: string, only = ''): string =>
  `(count(*) filter (where status = '${status}'${only}))::int as`;
const recent = ' and starts_at >= :since';
const counted = ['completed', 'cancelled', 'noShow', 'recentCompleted', 'recentCancelled', 'recentNoShow'];

const countQuery = `
  with batch as (
    select value::uuid as provider_id from json_array_elements_text(:ids::json)
  ), visits as (
    select provider_id, ${visits('completed')} completed, ${visits('cancelled')} cancelled, ${visits('no_show')} "noShow",
      ${visits('completed', recent)} "recentCompleted", ${visits('cancelled', recent)} "recentCancelled",
      ${visits('no_show', recent)} "recentNoShow"
    from bookings where provider_id in (select provider_id from batch) group by provider_id
  )
  select provider_id as "providerId", ${counted.map((name) => `coalesce("${name}", 0) as "${name}"`).join(', ')}
  from batch left join visits using (provider_id)`;
