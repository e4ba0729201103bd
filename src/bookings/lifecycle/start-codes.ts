// The start code: four digits that the customer tells the professional at the door, so that the right person begins the right visit.
//
// It is kept nowhere, neither plainly nor hashed. Four digits under any hash are found in ten thousand tries by whoever reads the table, and
// the customer must be able to see it, which a hash forbids. It is derived instead, from the booking and its start under the secret of the
// installation: another slot has another code, and a copy of the database tells none.
import { Injectable } from '@nestjs/common';
import { SecretBox } from '#libs/secrets';
import { addDays, instantAt, localDate } from '#libs/time';
import { Settings } from '../../config/settings.js';
import type { Booking } from '../booking.entity.js';
import { movableStatuses, type BookingStatus } from '../booking.states.js';

/** Wrong codes that are counted; then the code is no longer taken: one in two thousand guesses its way in. */
export const startTriesAtMost = 5;

type CodedVisit = Pick<Booking, 'id' | 'startsAt'>;

@Injectable()
export class StartCodes {
  constructor(
    private readonly secrets: SecretBox,
    private readonly settings: Settings,
  ) {}

  /** Four digits. */
  codeOf({ id, startsAt }: CodedVisit): string {
    const mark = this.secrets.mark('booking-start-code', `${id} ${startsAt.toISOString()}`);
    // 48 bits: that ten thousand does not divide them makes no code likelier that anybody could tell.
    return String(Number.parseInt(mark.slice(0, 12), 16) % 10_000).padStart(4, '0');
  }

  /** As the customer may see it: from the day before the visit, in the business time zone, until it has begun. */
  shownOf(visit: CodedVisit & { status: string }, now: Date): string | null {
    if (!movableStatuses.includes(visit.status as BookingStatus)) return null;
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const dayBefore = instantAt(addDays(localDate(visit.startsAt, zone), -1), 0, zone);
    return now < dayBefore ? null : this.codeOf(visit);
  }
}
