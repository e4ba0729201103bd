// Drives searches for substitutes. What a search is in says what comes next, and each step is one transaction that looks again, with the row
// locked, whether it is still the next one: whoever dies, repeats or comes second leaves nothing half done.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DomainError } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { Clock, minuteMs } from '#libs/time';
import { ReassignmentService } from '../../bookings/reassignment/reassignment.service.js';
import { Settings } from '../../config/settings.js';
import { Provider } from '../../providers/provider.entity.js';
import { OfferedSlotsService } from '../../slots/offered-slots.service.js';
import { SearchMovedOn } from '../dispatch.errors.js';
import {
  substituteAccepted,
  substituteExhausted,
  substituteFactsOf,
  substituteHandedOver,
  substituteOffered,
} from '../dispatch.events.js';
import { dispatcher, SearchStepsService } from './search-steps.service.js';
import { SubstituteFinder, type FoundSubstitute } from './substitute-finder.service.js';
import { nextOffer, SubstituteSearch } from './substitute-search.entity.js';
import type { SearchState } from './substitute.states.js';

/** Enough from any state to the next in which somebody else has to act, with some slots lost to others on the way. */
const stepsAtOnce = 12;

@PublishesEvents(substituteOffered, substituteAccepted, substituteExhausted, substituteHandedOver)
@Injectable()
export class SearchesService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly steps: SearchStepsService,
    private readonly finder: SubstituteFinder,
    private readonly reassignment: ReassignmentService,
    private readonly offered: OfferedSlotsService,
    private readonly events: EventOutbox,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Does what is next until somebody else has to act. What was done already is not done again. @throws Error when it does not come to rest */
  async advance(id: string): Promise<void> {
    for (let step = 0; step < stepsAtOnce; step++) {
      const search = await this.em.fork().findOneOrFail(SubstituteSearch, { id }, { populate: ['offers'] });
      if (search.state === 'searching') await this.look(search);
      else if (search.state === 'declined') await this.lookFurther(search);
      else if (search.state === 'exhausted') await this.handOver(id);
      else return;
    }
    throw new Error(`Search ${id} has not come to rest in ${stepsAtOnce} steps.`);
  }

  /** Ends the search of a booking that needs none any more. Where it still does, nothing happens. */
  async withdrawUnwanted(booking: string): Promise<void> {
    const open = await this.em.fork().findOne(SubstituteSearch, { booking, endedAt: null });
    if (!open) return;
    await this.em.fork().transactional(async (em) => {
      const search = await this.steps.locked(em, open.id);
      if (!(await this.steps.isWanted(em, search))) await this.steps.withdraw(em, search);
    });
  }

  private async look(search: SubstituteSearch): Promise<void> {
    const found = await this.finder.find(search);
    if (!found) return this.exhaust(search.id);
    try {
      await (found.isSameTime && !search.asksForProvider
        ? this.send(search, found)
        : this.offer(search, found));
    } catch (error) {
      // Somebody else was faster, with the slot, the search or the booking: what is so now is looked at next.
      if (!(error instanceof DomainError) && !(error instanceof SearchMovedOn)) throw error;
      await this.withdrawUnwanted(search.bookingId);
    }
  }

  /** At the same time, and the customer has not chosen the absent one for themselves: that is done, not asked (decision 0063). */
  private async send(
    { id }: SubstituteSearch,
    { booking, providerId, startsAt }: FoundSubstitute,
  ): Promise<void> {
    await this.reassignment.reassign(dispatcher, booking.id, { providerId, startsAt }, {
      reason: 'A substitute was found.',
      first: async (em) => {
        const search = await this.inState(em, id, 'searching');
        search.moveTo('accepted', this.clock.now());
        this.events.publish(substituteAccepted, id, substituteFactsOf(search, null));
      },
    }); // prettier-ignore
  }

  private async offer(search: SubstituteSearch, found: FoundSubstitute): Promise<void> {
    const { booking, providerId, startsAt, isSameTime } = found;
    const now = this.clock.now();
    const until = now.getTime() + this.settings.SUBSTITUTE_OFFER_MINUTES * minuteMs;
    const expiresAt = new Date(Math.min(until, startsAt.getTime()));
    const slot = { serviceId: booking.service.id, providerId, pincode: booking.pincode, startsAt };
    const kept = { ...slot, customer: booking.customer, until: expiresAt };
    await this.offered.keep(dispatcher, kept, async (em, keep) => {
      const current = await this.inState(em, search.id, 'searching');
      if (!(await this.steps.isWanted(em, current))) return this.steps.withdraw(em, current);
      const { id: holdId, endsAt } = await keep();
      const provider = em.getReference(Provider, providerId);
      const offer = nextOffer(current, { provider, startsAt, endsAt, holdId, expiresAt }, now);
      em.persist(offer);
      this.events.publish(substituteOffered, current.id, substituteFactsOf(current, offer));
      // No time but another one: whatever the customer says, the visit does not take place as agreed.
      if (!isSameTime) await this.steps.noteFailure(em, current);
    });
  }

  private lookFurther({ id, offersMade }: SubstituteSearch): Promise<void> {
    if (offersMade >= this.settings.SUBSTITUTE_OFFERS) return this.exhaust(id);
    return this.inTurn(id, 'declined', async (_, search) => search.moveTo('searching', this.clock.now()));
  }

  /** From `searching` or `declined`. */
  private exhaust(id: string): Promise<void> {
    return this.inTurn(id, null, async (_, search) => {
      search.moveTo('exhausted', this.clock.now());
      this.events.publish(substituteExhausted, id, substituteFactsOf(search, null));
    });
  }

  /** Staff find it in their list, and are told; the customer is told as well. */
  private handOver(id: string): Promise<void> {
    return this.inTurn(id, 'exhausted', async (em, search) => {
      search.moveTo('handed_over', this.clock.now());
      this.events.publish(substituteHandedOver, id, substituteFactsOf(search, null));
      await this.steps.noteFailure(em, search);
    });
  }

  /** One step in its transaction; nothing where somebody has done it, and the end of the search where nobody needs it. */
  private async inTurn(
    id: string,
    state: SearchState | null,
    step: (em: EntityManager, search: SubstituteSearch) => Promise<void> | void,
  ): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      const search = await this.steps.locked(em, id);
      const isNext = state ? search.state === state : ['searching', 'declined'].includes(search.state);
      if (!isNext) return;
      if (await this.steps.isWanted(em, search)) await step(em, search);
      else await this.steps.withdraw(em, search);
    });
  }

  /** @throws SearchMovedOn */
  private async inState(em: EntityManager, id: string, state: SearchState): Promise<SubstituteSearch> {
    const search = await this.steps.locked(em, id);
    if (search.state !== state) throw new SearchMovedOn();
    return search;
  }
}
