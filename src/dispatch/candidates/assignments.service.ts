// Staff send somebody else to a visit: whom they name, or who fits best.
import { Injectable } from '@nestjs/common';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import type { Actor } from '../../access/actor.js';
import type { Booking } from '../../bookings/booking.entity.js';
import { MoveChangesNothing } from '../../bookings/booking.errors.js';
import { ReassignmentService } from '../../bookings/reassignment/reassignment.service.js';
import { SlotTaken } from '../../slots/slots.errors.js';
import { CandidateUnfit, NobodyFree } from '../dispatch.errors.js';
import type { ReassignInput } from '../dispatch.schemas.js';
import { CandidatesService, type Candidate } from './candidates.service.js';

/** Where nobody is named, so many of the best are tried before the slot counts as one that nobody can take. */
const candidatesTried = 3;

@Injectable()
export class AssignmentsService {
  constructor(
    private readonly candidates: CandidatesService,
    private readonly reassignment: ReassignmentService,
  ) {}

  /**
   * The slot and the price stay. Its customer is told once. A search for a substitute ends with it.
   * @throws NotFound, PreconditionFailed, MoveChangesNothing, CandidateUnfit, NobodyFree, IllegalTransition, SlotTaken,
   * SlotNotOffered, SaleContested
   */
  async reassign(
    actor: Actor,
    id: string,
    { providerId, reason }: ReassignInput,
    expected: ExpectedVersions,
  ): Promise<Booking> {
    const { booking, items } = await this.candidates.ofBooking(actor, id);
    checkVersion(booking, expected);
    const { startsAt, provider } = booking;
    if (providerId === provider.id && !booking.unattendedSince)
      throw new MoveChangesNothing(booking.reference);
    const chosen = providerId ? [named(items, providerId)] : fit(items, provider.id);
    let taken: unknown = new NobodyFree();
    for (const {
      provider: { id: by },
    } of chosen.slice(0, candidatesTried))
      // prettier-ignore
      try {
        return await this.reassignment.reassign(actor, id, { providerId: by, startsAt }, { reason, expected });
      } catch (error) {
        // Somebody bought that slot meanwhile; the next best may still be free.
        if (!(error instanceof SlotTaken)) throw error;
        taken = error;
      }
    throw taken;
  }
}

/** @throws CandidateUnfit */
function named(items: readonly Candidate[], providerId: string): Candidate {
  const found = items.find(({ provider }) => provider.id === providerId);
  if (!found || found.obstacle) throw new CandidateUnfit(found?.obstacle ?? 'not_able');
  return found;
}

function fit(items: readonly Candidate[], except: string): Candidate[] {
  return items.filter(({ obstacle, provider }) => obstacle === null && provider.id !== except);
}
