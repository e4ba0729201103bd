// Where rate cards apply, in queries that the entity manager cannot say.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ServedPincode } from './catalogue.errors.js';

@Injectable()
export class RateCardRepository {
  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  /** The ids of the rate cards that apply at a pincode: at most one of each service. */
  async at(pincode: string): Promise<Set<string>> {
    const rows = await this.em.execute<{ id: string }[]>(
      'select rate_card_id as id from rate_card_pincodes where pincode_code = ?',
      [pincode],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Where a service is offered, by pincode. */
  pincodesOf(serviceId: string): Promise<ServedPincode[]> {
    return this.em.execute<ServedPincode[]>(
      `select p.code, p.area, c.name as city
      from rate_card_pincodes link
      join pincodes p on p.code = link.pincode_code
      join cities c on c.id = p.city_id
      where link.service_id = ?
      order by p.code`,
      [serviceId],
    );
  }
}
