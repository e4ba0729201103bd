import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/time';
import { customerScope, type Actor } from '../../access/actor.js';
import { PoliciesService } from '../../policies/policies.service.js';
import type { Booking } from '../booking.entity.js';
import { BookingsService } from '../bookings.service.js';
import { nextActions, type NextAction } from './booking-actions.js';
import { StartCodes } from './start-codes.js';

export interface VisitStatus {
  status: string;
  /** When it became that. */
  since: Date;
  /** The customer's alone: whoever else knows it need not be told it at the door. */
  startCode: string | null;
  next: NextAction[];
}

@Injectable()
export class VisitStatusService {
  constructor(
    private readonly bookings: BookingsService,
    private readonly policies: PoliciesService,
    private readonly codes: StartCodes,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound */
  async of(actor: Actor, id: string): Promise<VisitStatus> {
    return this.told(actor, await this.bookings.get(actor, id));
  }

  /** @throws NotFound */
  async ofReference(actor: Actor, reference: string): Promise<VisitStatus & { reference: string }> {
    const booking = await this.bookings.byReference(actor, reference);
    return { reference: booking.reference, ...(await this.told(actor, booking)) };
  }

  private async told(actor: Actor, booking: Booking): Promise<VisitStatus> {
    const now = this.clock.now();
    const became = booking.history.getItems().findLast(({ from, to }) => from !== to);
    return {
      status: booking.status,
      since: became?.at ?? booking.createdAt,
      startCode: customerScope(actor) === null ? null : this.codes.shownOf(booking, now),
      next: nextActions(actor, booking, await this.policies.publishedVersion(booking.policy), now),
    };
  }
}
