// Counts how the work of the providers has gone: their visits and ratings, over all and over the last 90 days. It is done here because
// only here bookings and providers are both known.
import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock, dayMs } from '#libs/time';
import { Provider } from '../providers/provider.entity.js';

const recentMs = 90 * dayMs;
/** Providers of one statement, while which the embedded database does nothing else. */
const batch = 25;
const beforeAll = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class ProviderStatisticsCounter {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * One statement for each batch of providers. Only what has changed is written, so doing it again costs no more than reading.
   * @param tell hears how many of how many are done
   * @returns how many providers
   */
  async count(signal: AbortSignal, tell: (done: number, of: number) => void): Promise<number> {
    const em = this.em.fork();
    const total = await em.count(Provider);
    const now = this.clock.now();
    const since = new Date(now.getTime() - recentMs);
    let done = 0;
    for (let after: string | null = beforeAll; after !== null;) {
      signal.throwIfAborted();
      const [row]: { last: string | null; counted: number }[] = await em.execute(countBatch, [
        ...[after, batch],
        ...[since, since, since, since, since],
        ...[now, now, now],
      ]);
      done += row!.counted;
      after = row!.last;
      tell(done, total);
      await breathe();
    }
    return done;
  }
}

const tally = (status: string, only = '') => `count(*) filter (where status = '${status}'${only}) as `;
const counted = [
  'completed',
  'cancelled',
  'no_show',
  'rating_average',
  'rating_count',
  'recent_completed',
  'recent_cancelled',
  'recent_no_show',
  'recent_rating_average',
  'recent_rating_count',
];

/** Parameters: after which provider, how many, five times since when is recent, three times now. */
const countBatch = `
  with batch as (
    select id from providers where id > ? order by id limit ?
  ), visits as (
    select provider_id, ${tally('completed')}completed, ${tally('cancelled')}cancelled, ${tally('no_show')}no_show,
      ${tally('completed', ' and starts_at >= ?')}recent_completed, ${tally('cancelled', ' and starts_at >= ?')}recent_cancelled,
      ${tally('no_show', ' and starts_at >= ?')}recent_no_show
    from bookings where provider_id in (select id from batch) group by provider_id
  ), ratings as (
    select provider_id, round(avg(rating), 2) as rating_average, count(*) as rating_count,
      round(avg(rating) filter (where created_at >= ?), 2) as recent_rating_average,
      count(*) filter (where created_at >= ?) as recent_rating_count
    from reviews where provider_id in (select id from batch) group by provider_id
  ), fresh as (
    select batch.id as provider_id, ${counted.map((column) => `coalesce(${column}, 0) as ${column}`).join(', ')}
    from batch left join visits on visits.provider_id = batch.id left join ratings on ratings.provider_id = batch.id
  ), kept as (
    insert into provider_statistics (provider_id, ${counted.join(', ')}, created_at, updated_at)
    select provider_id, ${counted.join(', ')}, ?, ? from fresh
    on conflict (provider_id) do update set
      ${[...counted, 'updated_at'].map((column) => `${column} = excluded.${column}`).join(', ')}
    where (${counted.map((column) => `provider_statistics.${column}`).join(', ')})
      is distinct from (${counted.map((column) => `excluded.${column}`).join(', ')})
  ), rated as (
    update providers set rating_average = fresh.rating_average, rating_count = fresh.rating_count, updated_at = ?
    from fresh where fresh.provider_id = providers.id
      and (providers.rating_average, providers.rating_count) is distinct from (fresh.rating_average, fresh.rating_count::int)
  )
  select (select id from batch order by id desc limit 1) as last, (select count(*)::int from batch) as counted`;
