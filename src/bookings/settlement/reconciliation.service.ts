// Holds the bookings of a day against the books: what ended that day has to be charged as it ended, no more and no less.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { addDays, instantAt } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { Settings } from '../../config/settings.js';
import type { LedgerSubject } from '../../payments/ledger-entry.entity.js';
import { PaymentsService } from '../../payments/payments.service.js';
import { PoliciesService } from '../../policies/policies.service.js';
import { Booking } from '../booking.entity.js';
import { momentOf } from '../cancellation.policy.js';

/** More visits in a day than this are not looked at: the answer says so. */
const bookingsAtMost = 5_000;
const endings = ['completed', 'cancelled', 'no_show'] as const;

/** A booking whose books say something else than the booking. */
export interface Mismatch {
  bookingId: string;
  reference: string;
  status: string;
  expectedPaise: number;
  postedPaise: number;
}

@Injectable()
export class ReconciliationService {
  constructor(
    private readonly em: EntityManager,
    private readonly payments: PaymentsService,
    private readonly policies: PoliciesService,
    private readonly settings: Settings,
  ) {}

  /** @param day in the business time zone; the visits that began on it, and the entries that were posted on it */
  async reconcile(_actor: Actor, day: string) {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const [from, to] = [instantAt(day, 0, zone), instantAt(addDays(day, 1), 0, zone)];
    const bookings = await this.em.find(
      Booking,
      { startsAt: { $gte: from, $lt: to }, status: { $in: [...endings] } },
      { orderBy: { startsAt: 'asc', id: 'asc' }, limit: bookingsAtMost, disableIdentityMap: true },
    );
    const sums = await this.payments.sumsOf(
      'booking',
      bookings.map(({ id }) => id),
    );
    const mismatches: Mismatch[] = [];
    for (const booking of bookings) {
      const expectedPaise = await this.dueFor(booking);
      const postedPaise = postedFor(sums.get(booking.id));
      if (expectedPaise === postedPaise) continue;
      const { id: bookingId, reference, status } = booking;
      mismatches.push({ bookingId, reference, status, expectedPaise, postedPaise });
    }
    return {
      day,
      moved: await this.payments.movedBetween(from, to),
      bookings: bookings.length,
      isComplete: bookings.length < bookingsAtMost,
      mismatches,
    };
  }

  private async dueFor(booking: Booking): Promise<number> {
    const { status, totalPaise, reschedulingFeePaise, cancellationFeePaise } = booking;
    if (status === 'completed') return totalPaise + reschedulingFeePaise;
    if (status === 'cancelled') return (cancellationFeePaise ?? 0) + reschedulingFeePaise;
    const policy = await this.policies.publishedVersion(booking.policy);
    return policy.noShowTerms(momentOf(booking), booking.startsAt).feePaise + reschedulingFeePaise;
  }
}

function postedFor(sums: LedgerSubject | undefined): number {
  return sums ? sums.chargedPaise + sums.feesPaise : 0;
}
