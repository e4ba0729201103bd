// What professionals have done before, as far as it matters for who is sent: for this customer, and of this service.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock, dayMs } from '#libs/time';

export interface DoneVisits {
  providerId: string;
  /** Visits to the customer that were completed. */
  together: number;
  /** Visits of the service that were completed, to anybody. */
  ofService: number;
}

/** What is longer ago says little of how somebody works, and would make the query read whole lives. */
const countedMs = 365 * dayMs;

@Injectable()
export class AssignmentHistoryService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /** Of the last year, by provider; who has done neither is not in it. One statement. */
  async doneBy(
    providers: readonly string[],
    { customer, service }: { customer: string; service: string },
  ): Promise<Map<string, DoneVisits>> {
    if (providers.length === 0) return new Map();
    const rows = await this.em.execute<DoneVisits[]>(
      `select provider_id as "providerId", (count(*) filter (where customer_id = :customer))::int as together,
        (count(*) filter (where service_id = :service))::int as "ofService"
      from bookings
      where provider_id = any(:providers::uuid[]) and starts_at > :since and status = 'completed'
        and (customer_id = :customer or service_id = :service)
      group by provider_id`,
      {
        customer,
        service,
        providers: `{${providers.join()}}`,
        since: new Date(this.clock.now().getTime() - countedMs),
      },
    );
    return new Map(rows.map((row) => [row.providerId, row]));
  }
}
