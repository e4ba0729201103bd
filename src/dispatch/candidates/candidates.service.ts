// Who could make a visit, best first, and why the others could not. A bounded set of queries, whatever the size of the city.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { Actor } from '../../access/actor.js';
import { ReadsService } from '../../audit/reads.service.js';
import { Booking, ownBookings } from '../../bookings/booking.entity.js';
import { AssignmentHistoryService } from '../../bookings/reassignment/assignment-history.service.js';
import { Review } from '../../reviews/review.entity.js';
import {
  VisitTakersService,
  type TakerObstacle,
  type VisitTaker,
  type WantedVisit,
} from '../../slots/visit-takers.service.js';
import { blockingStars, byScore, scoreOf, type CandidateFacts, type ScorePart } from './candidate-score.js';

/** Why somebody cannot be sent: what the slots say; or the customer does not want them; or it is they who do not come. */
export const obstacles = ['not_working', 'busy', 'held', 'unwanted', 'absent'] as const;
export type Obstacle = TakerObstacle | 'unwanted' | 'absent';

export interface Candidate {
  provider: VisitTaker['provider'];
  score: number;
  parts: ScorePart[];
  /** Null where they can be sent. */
  obstacle: Obstacle | null;
}

/** More reviews by one customer of those few are not read; the latest of each counts. */
const reviewsRead = 300;

@Injectable()
export class CandidatesService {
  constructor(
    private readonly em: EntityManager,
    private readonly takers: VisitTakersService,
    private readonly history: AssignmentHistoryService,
    private readonly reads: ReadsService,
  ) {}

  /** For a booking at its own time. That staff look is noted: it says what its customer thought of people. @throws NotFound */
  async ofBooking(actor: Actor, id: string): Promise<{ booking: Booking; items: Candidate[] }> {
    const booking = await this.em.findOne(
      Booking,
      { id, ...ownBookings(actor) },
      { disableIdentityMap: true },
    );
    if (!booking) throw new NotFound('Booking', id);
    const { customer, pincode, startsAt } = booking;
    const object = { type: 'booking', id };
    await this.reads.note(actor, { action: 'booking.candidates_viewed', object, person: customer });
    const visit = { serviceId: booking.service.id, pincode, startsAt, customer, instead: id };
    const absent = booking.unattendedSince ? booking.provider.id : undefined;
    return { booking, items: await this.of(actor, visit, absent) };
  }

  /**
   * Those who can be sent first, best first; then the others in the same order.
   * @param absent who does not come, and is not sent
   * @throws NotFound when there is no such service
   */
  async of(actor: Actor, visit: WantedVisit, absent?: string): Promise<Candidate[]> {
    const takers = await this.takers.of(actor, visit);
    const ids = takers.map(({ provider }) => provider.id);
    const done = await this.history.doneBy(ids, { customer: visit.customer, service: visit.serviceId });
    const rated = await this.ownRatings(visit.customer, ids);
    const candidates = takers.map((taker) => {
      const { id } = taker.provider;
      const { together = 0, ofService = 0 } = done.get(id) ?? {};
      const ownRating = rated.get(id) ?? null;
      const facts = factsOf(taker, { visitsTogether: together, visitsOfService: ofService, ownRating });
      const isUnwanted = ownRating !== null && ownRating <= blockingStars;
      const obstacle: Obstacle | null =
        id === absent ? 'absent' : (taker.obstacle ?? (isUnwanted ? 'unwanted' : null));
      return { provider: taker.provider, ...scoreOf(facts), obstacle };
    });
    return candidates.toSorted(
      (a, b) => Number(a.obstacle !== null) - Number(b.obstacle !== null) || byScore(a, b),
    );
  }

  /** The customer's latest review of each. Hidden ones count here: nobody sees them, and what was thought was thought. */
  private async ownRatings(customer: string, providers: readonly string[]): Promise<Map<string, number>> {
    const reviews = await this.em.find(
      Review,
      { customer, provider: { $in: [...providers] } },
      {
        fields: ['provider', 'rating', 'createdAt'],
        orderBy: { createdAt: 'desc', id: 'desc' },
        limit: reviewsRead,
        disableIdentityMap: true,
      },
    );
    const latest = new Map<string, number>();
    for (const { provider, rating } of reviews) if (!latest.has(provider)) latest.set(provider, rating);
    return latest;
  }
}

function factsOf(
  { provider, travelBeforeMinutes, travelAfterMinutes, visitsThatDay }: VisitTaker,
  known: Pick<CandidateFacts, 'visitsTogether' | 'visitsOfService' | 'ownRating'>,
): CandidateFacts {
  const { ratingAverage, ratingCount } = provider;
  return { ratingAverage, ratingCount, travelBeforeMinutes, travelAfterMinutes, visitsThatDay, ...known };
}
