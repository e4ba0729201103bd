import * as fc from 'fast-check';
import { dayMs, hourMs } from '#libs/time';
import { unsolvedStatuses } from '../complaint.states.js';
import { complaintSeverities } from '../complaint.terms.js';
import {
  dangerPoints,
  pointsApartAtMost,
  priorityOf,
  upsetAtMost,
  type PriorityFacts,
  type RankedComplaint,
} from './priority-score.js';

const filed = new Date('2026-11-20T04:30:00Z');
const after = (milliseconds: number) => new Date(filed.getTime() + milliseconds);
const plain: PriorityFacts = { bookingPaise: null, visits: 0, earlier: 0, upset: 0, reportsDanger: false };
const medium: RankedComplaint = {
  severity: 'medium',
  status: 'open',
  escalationLevel: 0,
  createdAt: filed,
  dueAt: after(5 * dayMs),
};

function partsOf(complaint: Partial<RankedComplaint> = {}, facts: Partial<PriorityFacts> = {}, now = filed) {
  const { reasons } = priorityOf({ ...medium, ...complaint }, { ...plain, ...facts }, now);
  return Object.fromEntries(reasons.map(({ factor, points }) => [factor, points]));
}

describe('the score', () => {
  it.each([
    ['nothing but its severity', {}, {}, { severity: 25 }],
    ['danger in its words', {}, { reportsDanger: true }, { severity: 25, safety: dangerPoints }],
    ['danger that its severity says', { severity: 'critical' }, { reportsDanger: true }, { severity: 60 }],
    ['a customer who is upset', {}, { upset: 72 }, { severity: 25, sentiment: 7 }],
    ['plain speech', {}, { upset: 33 }, { severity: 25 }],
    ['a good customer', {}, { visits: 12 }, { severity: 25, customer: 4 }],
    ['a large booking', {}, { bookingPaise: 250_000 }, { severity: 25, booking: 2 }],
    ['a second complaint', {}, { earlier: 1 }, { severity: 25, repeat: 5 }],
    ['a fourth complaint', {}, { earlier: 3 }, { severity: 25, repeat: 10 }],
    ['escalation to the manager', { escalationLevel: 2 }, {}, { severity: 25, escalation: 20 }],
    ['waiting for parts', { status: 'waiting_for_parts' }, {}, { severity: 25, waiting: -20 }],
    ['a missed target', { dueAt: filed }, {}, { severity: 25, overdue: 15 }],
  ] as const)('is made of %s', (_what, complaint, facts, parts) => {
    expect(partsOf(complaint, facts)).toEqual(parts);
  });

  it('grows by a point a day, and with the missed target at its very instant', () => {
    expect(partsOf({}, {}, after(dayMs - 1))).toEqual({ severity: 25 });
    expect(partsOf({}, {}, after(dayMs))).toEqual({ severity: 25, age: 1 });
    expect(partsOf({}, {}, after(5 * dayMs))).toEqual({ severity: 25, age: 5, overdue: 15 });
  });

  it('says when it changes by itself', () => {
    const at = (now: Date, complaint = {}) => priorityOf({ ...medium, ...complaint }, plain, now).changesAt;
    expect(at(filed)).toEqual(after(dayMs));
    expect(at(after(hourMs), { dueAt: after(2 * hourMs) })).toEqual(after(2 * hourMs));
    expect(at(after(99 * dayMs))).toBeNull();
  });
});

const anyFacts = fc.record<PriorityFacts>({
  bookingPaise: fc.option(fc.nat(5_000_000)),
  visits: fc.nat(200),
  earlier: fc.nat(20),
  upset: fc.option(fc.integer({ min: 0, max: 100 })),
  reportsDanger: fc.boolean(),
});
const anyComplaint = fc.record<RankedComplaint>({
  severity: fc.constantFrom(...complaintSeverities),
  status: fc.constantFrom(...unsolvedStatuses),
  escalationLevel: fc.nat(2),
  createdAt: fc.nat(200 * dayMs).map((back) => after(-back)),
  dueAt: fc.option(fc.integer({ min: -100, max: 100 }).map((days) => after(days * dayMs))),
});
const anyTime = fc.nat(400 * dayMs).map(after);

describe('of whatever complaints there are', () => {
  it('the score is 0 to 100 and the sum of its parts', () => {
    fc.assert(
      fc.property(anyComplaint, anyFacts, anyTime, (complaint, facts, now) => {
        const { score, reasons } = priorityOf(complaint, facts, now);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBe(score);
      }),
    );
  });

  it('the order is that of the score, as far as whole days and its limits tell', () => {
    fc.assert(
      fc.property(anyComplaint, anyFacts, anyComplaint, anyFacts, anyTime, (a, ofA, b, ofB, now) => {
        const [one, other] = [priorityOf(a, ofA, now), priorityOf(b, ofB, now)];
        const tells = one.score < 100 && other.score > 0 && one.score > other.score + 1;
        expect(!tells || one.rankAt < other.rankAt).toBe(true);
      }),
    );
  });

  it('shouting moves by less than a step of severity', () => {
    fc.assert(
      fc.property(anyComplaint, anyFacts, anyTime, (complaint, facts, now) => {
        const calm = priorityOf(complaint, { ...facts, upset: 0 }, now);
        const loud = priorityOf(complaint, { ...facts, upset: 100 }, now);
        expect(calm.rankAt.getTime() - loud.rankAt.getTime()).toBe(upsetAtMost * dayMs);
        expect(upsetAtMost).toBeLessThan(45 - 25);
      }),
    );
  });

  it('what is filed so many days later never comes before, whatever it is and whatever happens to it', () => {
    fc.assert(
      fc.property(
        anyComplaint,
        anyFacts,
        anyComplaint,
        anyFacts,
        anyTime,
        (early, ofEarly, late, ofLate, now) => {
          const createdAt = new Date(early.createdAt.getTime() + pointsApartAtMost * dayMs + 1);
          const [first, second] = [
            priorityOf(early, ofEarly, now),
            priorityOf({ ...late, createdAt }, ofLate, now),
          ];
          expect(first.rankAt < second.rankAt).toBe(true);
        },
      ),
    );
  });

  it('nobody waits for ever: with new ones arriving as fast as others are solved, each is first one day', () => {
    const perDay = 3;
    const backlog = 60;
    const any = fc.tuple(anyComplaint, anyFacts);
    const rankOf = ([complaint, facts]: [RankedComplaint, PriorityFacts], createdAt: Date) =>
      priorityOf({ ...complaint, createdAt }, facts, createdAt).rankAt.getTime();
    fc.assert(
      fc.property(
        any,
        fc.array(any, { minLength: backlog, maxLength: backlog }),
        fc.array(any, { minLength: 30, maxLength: 60 }),
        (own, before, arriving) => {
          const mine = rankOf(own, filed);
          let line = before.map((each) => rankOf(each, filed)).filter((rank) => rank < mine);
          // Whoever comes before it is served first. After so many days nobody new does, and the rest is worked off.
          const days = pointsApartAtMost + 2 + backlog / perDay;
          for (let day = 1; day <= days; day++) {
            const today = Array.from({ length: perDay }, (_, nth) =>
              rankOf(arriving[(day * perDay + nth) % arriving.length]!, after(day * dayMs)),
            );
            line = [...line, ...today.filter((rank) => rank < mine)].slice(perDay);
          }
          expect(line).toEqual([]);
        },
      ),
    );
  });
});
