// Keeps how the work of providers has gone. Visits and ratings are counted where they are known (src/bookings), and handed over here.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Provider } from './provider.entity.js';

/** Of one provider, over all and over the last days. Ratings are averages with two decimals; 0 where there are none. */
export interface ProviderCounts {
  providerId: string;
  completed: number;
  cancelled: number;
  noShow: number;
  ratingAverage: number;
  ratingCount: number;
  recentCompleted: number;
  recentCancelled: number;
  recentNoShow: number;
  recentRatingAverage: number;
  recentRatingCount: number;
}

@Injectable()
export class ProviderStatisticsService {
  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  countProviders(): Promise<number> {
    return this.em.fork().count(Provider);
  }

  /** Of all of them in the order of their ids, those behind `after`. @param after an id; null for the first ones */
  async idsAfter(after: string | null, limit: number): Promise<string[]> {
    const where = after === null ? {} : { id: { $gt: after } };
    const rows = await this.em
      .fork()
      .find(Provider, where, { fields: ['id'], orderBy: { id: 'asc' }, limit });
    return rows.map(({ id }) => id);
  }

  /** In one statement. Only what has changed is written. Who is not there any more is passed over. */
  async record(counts: readonly ProviderCounts[], now: Date): Promise<void> {
    await this.em.fork().execute(recordStatement, { counts: JSON.stringify(counts), now });
  }
}

const columns = [
  ['completed', 'completed'],
  ['cancelled', 'cancelled'],
  ['no_show', 'noShow'],
  ['rating_average', 'ratingAverage'],
  ['rating_count', 'ratingCount'],
  ['recent_completed', 'recentCompleted'],
  ['recent_cancelled', 'recentCancelled'],
  ['recent_no_show', 'recentNoShow'],
  ['recent_rating_average', 'recentRatingAverage'],
  ['recent_rating_count', 'recentRatingCount'],
] as const satisfies readonly (readonly [column: string, count: keyof ProviderCounts])[];

const names = columns.map(([column]) => column);
const eachOf = (table: string): string => names.map((column) => `${table}.${column}`).join(', ');
const typeOf = (column: string): string => (column.endsWith('average') ? 'numeric(3, 2)' : 'int');

const recordStatement = `
  with counted as (
    select p.id as provider_id, ${columns.map(([column, count]) => `c."${count}" as ${column}`).join(', ')}
    from json_to_recordset(:counts::json)
      as c ("providerId" uuid, ${columns.map(([column, count]) => `"${count}" ${typeOf(column)}`).join(', ')})
    join providers p on p.id = c."providerId"
  ), kept as (
    insert into provider_statistics (provider_id, ${names.join(', ')}, created_at, updated_at)
    select provider_id, ${names.join(', ')}, :now, :now from counted
    on conflict (provider_id) do update set
      ${[...names, 'updated_at'].map((column) => `${column} = excluded.${column}`).join(', ')}
    where (${eachOf('provider_statistics')}) is distinct from (${eachOf('excluded')})
  )
  update providers set rating_average = counted.rating_average, rating_count = counted.rating_count, updated_at = :now
  from counted where counted.provider_id = providers.id
    and (providers.rating_average, providers.rating_count) is distinct from (counted.rating_average, counted.rating_count)`;
