// What is due, and what a process that died has left: no event says that time has passed, or comes from somebody who is gone.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { AbsencesService } from '../absences/absences.service.js';
import { OffersService } from './offers.service.js';
import { SearchesService } from './searches.service.js';
import { SubstituteSearch } from './substitute-search.entity.js';
import { movingStates } from './substitute.states.js';

/** What is left over the next run takes. */
const searchesSwept = 200;

@Injectable()
export class SweepService {
  constructor(
    private readonly em: EntityManager,
    private readonly absences: AbsencesService,
    private readonly offers: OffersService,
    private readonly searches: SearchesService,
  ) {}

  /**
   * Everything is tried; what fails does not hold up the rest, and fails the run at its end, which is tried again.
   * @throws the first error
   */
  async run(signal: AbortSignal): Promise<{ opened: number; expired: number; advanced: number }> {
    const opened = await this.absences.sweep(signal);
    const expired = await this.offers.expire(signal);
    const errors: unknown[] = [];
    let advanced = 0;
    for (const { id, bookingId, state } of await this.left()) {
      if (signal.aborted) break;
      try {
        if (movingStates.includes(state)) await this.searches.advance(id);
        else await this.searches.withdrawUnwanted(bookingId);
        advanced += 1;
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
    return { opened, expired, advanced };
  }

  /** Those whose next step is ours, longest at rest first; and those that wait for somebody although the visit needs nobody any more. */
  private left(): Promise<SubstituteSearch[]> {
    return this.em.fork().find(
      SubstituteSearch,
      {
        endedAt: null,
        $or: [
          { state: { $in: [...movingStates] } },
          { booking: { unattendedSince: null } },
          { booking: { status: { $nin: ['confirmed', 'en_route'] } } },
        ],
      },
      { orderBy: { updatedAt: 'asc', id: 'asc' }, limit: searchesSwept },
    );
  }
}
