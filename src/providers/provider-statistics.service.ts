// Keeps how the work of providers has gone. Visits and ratings are counted where they are known (src/bookings, src/reviews), and handed over here.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Provider } from './provider.entity.js';

/** Visits of one provider, over all and over the last days. */
export interface ProviderVisits {
  providerId: string;
  completed: number;
  cancelled: number;
  noShow: number;
  recentCompleted: number;
  recentCancelled: number;
  recentNoShow: number;
}

/** Stars of one provider, likewise: averages have two decimals, and are 0 where there are none. */
export interface ProviderRatings {
  providerId: string;
  ratingAverage: number;
  ratingCount: number;
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
  async recordVisits(counts: readonly ProviderVisits[], now: Date): Promise<void> {
    await this.em.fork().execute(visitsStatement, { counts: JSON.stringify(counts), now });
  }

  /** The same; the rating is that of the provider as well. */
  async recordRatings(counts: readonly ProviderRatings[], now: Date): Promise<void> {
    await this.em.fork().execute(ratingsStatement, { counts: JSON.stringify(counts), now });
  }
}

type Columns = readonly (readonly [column: string, count: string])[];

const visitColumns: Columns = [
  ['completed', 'completed'],
  ['cancelled', 'cancelled'],
  ['no_show', 'noShow'],
  ['recent_completed', 'recentCompleted'],
  ['recent_cancelled', 'recentCancelled'],
  ['recent_no_show', 'recentNoShow'],
] satisfies readonly (readonly [string, keyof ProviderVisits])[];

const ratingColumns: Columns = [
  ['rating_average', 'ratingAverage'],
  ['rating_count', 'ratingCount'],
  ['recent_rating_average', 'recentRatingAverage'],
  ['recent_rating_count', 'recentRatingCount'],
] satisfies readonly (readonly [string, keyof ProviderRatings])[];

const namesOf = (columns: Columns): string[] => columns.map(([column]) => column);
const typeOf = (column: string): string => (column.endsWith('average') ? 'numeric(3, 2)' : 'int');

/** The CTEs `counted` and `kept`: what was counted of `columns` is there, and whoever had no line before has 0 in `others`. */
function kept(columns: Columns, others: Columns): string {
  const [names, rest] = [namesOf(columns), namesOf(others)];
  const eachOf = (table: string): string => names.map((column) => `${table}.${column}`).join(', ');
  return `
  counted as (
    select p.id as provider_id, ${columns.map(([column, count]) => `c."${count}" as ${column}`).join(', ')}
    from json_to_recordset(:counts::json)
      as c ("providerId" uuid, ${columns.map(([column, count]) => `"${count}" ${typeOf(column)}`).join(', ')})
    join providers p on p.id = c."providerId"
  ), kept as (
    insert into provider_statistics (provider_id, ${[...names, ...rest].join(', ')}, created_at, updated_at)
    select provider_id, ${names.join(', ')}, ${rest.map(() => '0').join(', ')}, :now, :now from counted
    on conflict (provider_id) do update set
      ${[...names, 'updated_at'].map((column) => `${column} = excluded.${column}`).join(', ')}
    where (${eachOf('provider_statistics')}) is distinct from (${eachOf('excluded')})
  )`;
}

const visitsStatement = `with ${kept(visitColumns, ratingColumns)} select 1`;

const ratingsStatement = `
  with ${kept(ratingColumns, visitColumns)}
  update providers set rating_average = counted.rating_average, rating_count = counted.rating_count, updated_at = :now
  from counted where counted.provider_id = providers.id
    and (providers.rating_average, providers.rating_count) is distinct from (counted.rating_average, counted.rating_count)`;
