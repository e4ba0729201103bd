// Staff send somebody else to a visit: whom they name, or who fits best.
import { Injectable } from '@nestjs/common';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import type { Actor } from '../access/actor.js';
import type { Booking } from '../bookings/booking.entity.js';
import {
  CandidatesService,
  withBestFree,
  type Candidate,
} from '../bookings/candidates/candidates.service.js';
import { MoveChangesNothing } from '../bookings/booking.errors.js';
import { ReassignmentService } from '../bookings/reassignment/reassignment.service.js';
import { CandidateUnfit, NobodyFree } from './dispatch.errors.js';
import type { ReassignInput } from './dispatch.schemas.js';

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
    if (chosen.length === 0) throw new NobodyFree();
    return withBestFree(
      chosen.map((each) => each.provider),
      (by) => this.reassignment.reassign(actor, id, { providerId: by, startsAt }, { reason, expected }),
    );
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
