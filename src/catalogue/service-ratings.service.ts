// Keeps what customers think of services. Stars are counted where they are known (src/reviews), and handed over here.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { CatalogueCopy } from './catalogue.copy.js';
import { Service } from './service.entity.js';

/** The average has two decimals, and is 0 where there are no stars. */
export interface RatingOfService {
  serviceId: string;
  ratingAverage: number;
  ratingCount: number;
}

@Injectable()
export class ServiceRatingsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly copy: CatalogueCopy,
  ) {}

  /** Of all services in the order of their ids, those behind `after`. @param after an id; null for the first ones */
  async idsAfter(after: string | null, limit: number): Promise<string[]> {
    const where = after === null ? {} : { id: { $gt: after } };
    const rows = await this.em.fork().find(Service, where, { fields: ['id'], orderBy: { id: 'asc' }, limit });
    return rows.map(({ id }) => id);
  }

  /** In one statement. Only what has changed is written, and then the copies in memory are told. */
  async record(ratings: readonly RatingOfService[], now: Date): Promise<void> {
    const written = await this.em
      .fork()
      .execute<object[]>(recordStatement, { ratings: JSON.stringify(ratings), now });
    if (written.length > 0) await this.copy.changed();
  }
}

const recordStatement = `
  insert into service_ratings (service_id, rating_average, rating_count, created_at, updated_at)
  select s.id, r."ratingAverage", r."ratingCount", :now, :now
  from json_to_recordset(:ratings::json) as r ("serviceId" uuid, "ratingAverage" numeric(3, 2), "ratingCount" int)
  join services s on s.id = r."serviceId"
  on conflict (service_id) do update
    set rating_average = excluded.rating_average, rating_count = excluded.rating_count, updated_at = excluded.updated_at
    where (service_ratings.rating_average, service_ratings.rating_count)
      is distinct from (excluded.rating_average, excluded.rating_count)
  returning service_id`;
