// Where a complaint stands in line, and why: a pure function of what is known about it (handbook, "What moves a complaint up").
//
// A point is worth a day of waiting. So the line is the order of one instant that stands still while time goes by (`rankAt`, the day of filing
// less a day for each point), and what was filed later than the most points of a complaint differ from the fewest never comes before it:
// nothing starves, however much is filed (docs/decisions/0068).
import { dayMs } from '#libs/time';
import { isWaiting, type ComplaintStatus } from '../complaint.states.js';
import { severityRules, type ComplaintSeverity } from '../complaint.terms.js';

export const priorityFactors = [
  'severity',
  'safety',
  'sentiment',
  'customer',
  'booking',
  'repeat',
  'escalation',
  'overdue',
  'waiting',
  'age',
  'limit',
] as const;
export type PriorityFactor = (typeof priorityFactors)[number];

export interface PriorityReason {
  factor: PriorityFactor;
  points: number;
  /** For staff to read; nothing in it is personal. */
  because: string;
}

/** What is looked up once, when a complaint comes into line, and what was read of its words. */
export interface PriorityFacts {
  /** Total of the visit that it is about; null where it is about none. */
  bookingPaise: number | null;
  /** Visits of the customer that took place in the year before. */
  visits: number;
  /** Absent of what came into line before customers had one. */
  customerTier?: string;
  /** Complaints of the same customer in the 90 days before, about the same visit, professional, or kind of thing in the same service. */
  earlier: number;
  /** 0 … 100, of the most upset that they have written; null while it has not been read. */
  upset: number | null;
  /** Whether the words report danger to somebody. */
  reportsDanger: boolean;
}

/** What the row of the complaint says. */
export interface RankedComplaint {
  severity: ComplaintSeverity;
  status: ComplaintStatus;
  escalationLevel: number;
  createdAt: Date;
  dueAt?: Date | null;
}

export interface Priority {
  /** 0 … 100. */
  score: number;
  /** Their points sum to the score. */
  reasons: PriorityReason[];
  /** The line is in the order of this, the earliest first. */
  rankAt: Date;
  /** When the score changes by itself; null where it does not. */
  changesAt: Date | null;
}

export const dangerPoints = 20;
/** However somebody shouts: less than one step of severity. */
export const upsetAtMost = 10;
const secondPoints = 5;
const furtherPoints = 10;
const escalationPoints = 10;
const overduePoints = 15;
/** The next word is somebody else's. */
export const waitingPoints = -20;
const highest = 100;

/** Whom we know well, and what costs much: each at most. */
const benefitAtMost = 4;

/** No two complaints are further apart in points than this: what is filed so many days later never comes before. */
export const pointsApartAtMost =
  Math.max(severityRules.critical.points, severityRules.high.points + dangerPoints) -
  severityRules.low.points +
  upsetAtMost +
  2 * benefitAtMost +
  furtherPoints +
  2 * escalationPoints +
  overduePoints -
  waitingPoints;

export function priorityOf(complaint: RankedComplaint, facts: PriorityFacts, now: Date): Priority {
  const fixed = fixedReasons(complaint, facts, now);
  const points = sumOf(fixed);
  const days = Math.max(0, Math.floor((now.getTime() - complaint.createdAt.getTime()) / dayMs));
  const reasons = [...fixed, ...ageReasons(days)];
  const score = Math.min(highest, Math.max(0, points + days));
  const beyond = score - points - days;
  if (beyond !== 0) reasons.push({ factor: 'limit', points: beyond, because: 'A score is 0 to 100' });
  return {
    score,
    reasons,
    rankAt: new Date(complaint.createdAt.getTime() - points * dayMs),
    changesAt: nextChange(complaint, points + days, days, now),
  };
}

/** All but age. */
function fixedReasons(complaint: RankedComplaint, facts: PriorityFacts, now: Date): PriorityReason[] {
  const { severity, status, escalationLevel, dueAt } = complaint;
  const reasons: PriorityReason[] = [
    { factor: 'severity', points: severityRules[severity].points, because: `Severity ${severity}` },
    // Whoever has seen how bad it is has counted it already.
    reason(
      'safety',
      severity !== 'critical' && facts.reportsDanger ? dangerPoints : 0,
      'Its words report danger',
    ),
    reason('sentiment', upsetPoints(facts.upset ?? 0), 'The customer is upset'),
    customerReason(facts),
    reason('booking', bookingPoints(facts.bookingPaise ?? 0), 'A large booking'),
    repeatReason(facts.earlier),
    reason('escalation', escalationLevel * escalationPoints, `Escalated to level ${escalationLevel}`),
    reason('overdue', isMissed(dueAt, now) ? overduePoints : 0, 'The promised time has passed'),
    reason('waiting', isWaiting(status) ? waitingPoints : 0, `It is ${status.replaceAll('_', ' ')}`),
  ];
  return reasons.filter(({ points }) => points !== 0);
}

const reason = (factor: PriorityFactor, points: number, because: string): PriorityReason => ({
  factor,
  points,
  because,
});

function ageReasons(days: number): PriorityReason[] {
  return days > 0 ? [reason('age', days, `Open for ${days} ${days === 1 ? 'day' : 'days'}`)] : [];
}

function repeatReason(earlier: number): PriorityReason {
  if (earlier === 0) return reason('repeat', 0, '');
  const which = earlier === 1 ? 'Second complaint' : `${earlier + 1} complaints`;
  return reason('repeat', earlier === 1 ? secondPoints : furtherPoints, `${which} about this`);
}

/** Below a third it is plain speech: whoever complains is not glad. */
function upsetPoints(upset: number): number {
  return upset < 34 ? 0 : Math.min(upsetAtMost, Math.round((upset * upsetAtMost) / 100));
}

/** By the better of both, so that it stays a little. */
function customerReason({ visits, customerTier = 'standard' }: PriorityFacts): PriorityReason {
  const [byVisits, byTier] = [customerPoints(visits), tierPoints[customerTier] ?? 0];
  return byTier > byVisits
    ? reason('customer', byTier, `Customer of the tier ${customerTier}`)
    : reason('customer', byVisits, `${visits} visits in the year before`);
}

const tierPoints: Readonly<Record<string, number>> = { plus: 2, premium: benefitAtMost };

/** "Being a good customer helps a little." */
function customerPoints(visits: number): number {
  if (visits >= 10) return benefitAtMost;
  return visits >= 3 ? 2 : 0;
}

function bookingPoints(paise: number): number {
  if (paise >= 500_000) return benefitAtMost;
  return paise >= 200_000 ? 2 : 0;
}

const isMissed = (dueAt: Date | null | undefined, now: Date): boolean => !!dueAt && dueAt <= now;

const sumOf = (reasons: readonly PriorityReason[]): number =>
  reasons.reduce((sum, { points }) => sum + points, 0);

/** At the next whole day, while that still counts, or when the promised time passes. */
function nextChange(
  { createdAt, dueAt }: RankedComplaint,
  total: number,
  days: number,
  now: Date,
): Date | null {
  const grows = total < highest ? [createdAt.getTime() + (days + 1) * dayMs] : [];
  const misses = dueAt && dueAt > now ? [dueAt.getTime()] : [];
  const next = Math.min(...grows, ...misses);
  return Number.isFinite(next) ? new Date(next) : null;
}
