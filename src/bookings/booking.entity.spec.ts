import { firstPolicy } from '../../test/support/policy.js';
import { Booking } from './booking.entity.js';
import { bookingStatuses, bookingTransitions, type BookingStatus } from './booking.states.js';
import { cancellationTerms } from './cancellation.policy.js';

const startsAt = new Date('2026-11-21T10:00:00Z');
const before = (hours: number) => new Date(startsAt.getTime() - hours * 3_600_000);
const terms = (status: BookingStatus, hours: number, totalPaise = 1000_00) =>
  cancellationTerms({ status, startsAt, totalPaise }, before(hours), firstPolicy()).feePaise;
const policy = firstPolicy();
const by = { kind: 'customer', id: 'c' };

describe('what a cancellation costs', () => {
  it.each([
    ['free four hours ahead, to the minute', terms('confirmed', 4), 0],
    ['a fifth after that', terms('confirmed', 3.99), 200_00],
    ['at most 300 rupees of it', terms('confirmed', 1, 9999_00), 300_00],
    ['half once the professional has set out', terms('en_route', 5, 600_00), 300_00],
    ['at most 500 rupees of it', terms('en_route', 1, 9999_00), 500_00],
    ['whole paise', terms('confirmed', 1, 333_33), 66_67],
  ])('%s', (_, fee, expected) => expect(fee).toBe(expected));
});

describe('the states of a booking', () => {
  // The entity is taken without a database: history is a collection, so moves are tried through the table and the guard.
  it('end in completed, cancelled and no_show', () => {
    const ends = bookingStatuses.filter((status) => bookingTransitions[status].length === 0);
    expect(ends).toEqual(['completed', 'cancelled', 'no_show']);
  });

  it('can all be reached from confirmed', () => {
    const reached = new Set<BookingStatus>(['confirmed']);
    for (const status of reached) bookingTransitions[status].forEach((next) => reached.add(next));
    expect([...reached].sort()).toEqual([...bookingStatuses].sort());
  });

  it('refuse a move that is not in the table, and stay where they are', () => {
    const booking = Object.assign(new Booking(), { reference: 'BK-1', status: 'completed' });
    expect(() => booking.moveTo('in_progress', by, startsAt)).toThrow(/BOOKING_TRANSITION_ILLEGAL/);
    expect(booking.status).toBe('completed');
  });

  it('refuse to be cancelled once the time of the visit has come', () => {
    const booking = Object.assign(new Booking(), { status: 'confirmed', startsAt, totalPaise: 1 });
    expect(booking.cancellationTerms(before(0), policy)).toBeNull();
    expect(booking.cancellationTerms(before(0.01), policy)).toMatchObject({ feePaise: 0 });
  });

  it('refuse to be cancelled once the work has begun', () => {
    const booking = Object.assign(new Booking(), {
      reference: 'BK-1',
      status: 'in_progress',
      startsAt,
      totalPaise: 1,
    });
    expect(booking.cancellationTerms(before(9), policy)).toBeNull();
    expect(() => booking.cancel(by, before(9), policy, { reason: '' })).toThrow(/BOOKING_NOT_CANCELLABLE/);
  });
});
