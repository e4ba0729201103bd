// Who could make a visit, best first, and why the others could not: the same for whoever sells, moves or sends somebody else. A bounded set of
// queries, whatever the size of the city.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { Actor } from '../../access/actor.js';
import { ReadsService } from '../../audit/reads.service.js';
import { Booking, ownBookings } from '../booking.entity.js';
import { AssignmentHistoryService } from '../reassignment/assignment-history.service.js';
import { SlotTaken } from '../../slots/slots.errors.js';
import {
  VisitTakersService,
  type TakerObstacle,
  type VisitTaker,
  type WantedVisit,
} from '../../slots/visit-takers.service.js';
import {
  blockingStars,
  byScore,
  scoreOf,
  scoreParts,
  type CandidateFacts,
  type ScorePart,
} from './candidate-score.js';
import { OpinionsService } from './opinions.service.js';

export { scoreParts };

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

/** Where nobody is named, so many of the best are tried before the slot counts as taken. */
const candidatesTried = 3;

@Injectable()
export class CandidatesService {
  constructor(
    private readonly em: EntityManager,
    private readonly takers: VisitTakersService,
    private readonly history: AssignmentHistoryService,
    private readonly opinions: OpinionsService,
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
    return this.ranked(await this.takers.of(actor, visit), visit, absent);
  }

  /**
   * Those who can be sent, best first: whom a visit is sold to that names nobody. Who does not work then is not looked at, so it is four
   * statements, of which the last two are waited for together.
   * @throws NotFound when there is no such service
   */
  async free(actor: Actor, visit: WantedVisit): Promise<VisitTaker['provider'][]> {
    const ranked = await this.ranked(await this.takers.of(actor, visit, 'working'), visit);
    return ranked.flatMap(({ obstacle, provider }) => (obstacle === null ? [provider] : []));
  }

  private async ranked(
    takers: readonly VisitTaker[],
    { customer, serviceId: service }: WantedVisit,
    absent?: string,
  ): Promise<Candidate[]> {
    const ids = takers.map(({ provider }) => provider.id);
    const [done, rated] = await Promise.all([
      this.history.doneBy(ids, { customer, service }),
      this.opinions.of(customer, ids),
    ]);
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
}

/**
 * Does `attempt` with the best who is still to be had: somebody may buy a slot between the look and the sale.
 * @param providers best first, and at least one
 * @throws what `attempt` throws; SlotTaken where all that were tried were taken meanwhile
 */
export async function withBestFree<Result>(
  providers: readonly { id: string }[],
  attempt: (providerId: string) => Promise<Result>,
): Promise<Result> {
  let taken: unknown;
  for (const { id } of providers.slice(0, candidatesTried))
    try {
      return await attempt(id);
    } catch (error) {
      if (!(error instanceof SlotTaken)) throw error;
      taken = error;
    }
  throw taken;
}

function factsOf(
  { provider, travelBeforeMinutes, travelAfterMinutes, visitsThatDay }: VisitTaker,
  known: Pick<CandidateFacts, 'visitsTogether' | 'visitsOfService' | 'ownRating'>,
): CandidateFacts {
  const { ratingAverage, ratingCount } = provider;
  return { ratingAverage, ratingCount, travelBeforeMinutes, travelAfterMinutes, visitsThatDay, ...known };
}
