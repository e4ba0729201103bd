// Whether two complaints of one customer are about the same: by the visit, the professional, the service, the time between them, and what they
// say. Pure.
import { dayMs } from '#libs/time';

export const likenessReasons = [
  'same_visit',
  'same_provider',
  'same_service',
  'near_in_time',
  'alike_in_words',
] as const;
export type LikenessReason = (typeof likenessReasons)[number];

export interface ComparedComplaint {
  booking: string | null;
  provider: string | null;
  service: string | null;
  createdAt: Date;
}

/** Beyond that two complaints are two matters, whatever they say. */
export const comparedMs = 30 * dayMs;

/** From this score on they count as one matter: measured on pairs, complaint-likeness.spec.ts. */
export const alikeFrom = 0.5;

/** What each clue adds, words in full included, which are the half of it. */
const weights = { words: 0.5, sameVisit: 0.3, sameProvider: 0.2, sameService: 0.15, days: 0.15, week: 0.1 };

/** @param words how alike what they say is, from 0 to 1. @returns a score from 0 to 1 */
export function complaintLikeness(
  one: ComparedComplaint,
  other: ComparedComplaint,
  words: number,
): { score: number; reasons: LikenessReason[] } {
  const apartMs = Math.abs(one.createdAt.getTime() - other.createdAt.getTime());
  if (apartMs > comparedMs) return { score: 0, reasons: [] };
  const about = aboutSame(one, other);
  const near = apartMs <= 2 * dayMs ? weights.days : apartMs <= 7 * dayMs ? weights.week : 0;
  const score = weights.words * words + (about ? about.weight : 0) + near;
  const reasons: LikenessReason[] = [
    ...(about ? [about.reason] : []),
    ...(near > 0 ? (['near_in_time'] as const) : []),
    ...(words >= 0.5 ? (['alike_in_words'] as const) : []),
  ];
  return { score, reasons };
}

/** The strongest tie of what they are about. */
function aboutSame(
  one: ComparedComplaint,
  other: ComparedComplaint,
): { weight: number; reason: LikenessReason } | null {
  const isSame = (name: 'booking' | 'provider' | 'service') =>
    one[name] !== null && one[name] === other[name];
  if (isSame('booking')) return { weight: weights.sameVisit, reason: 'same_visit' };
  // Two visits are two matters unless they say the same.
  if (isSame('provider')) return { weight: weights.sameProvider, reason: 'same_provider' };
  if (isSame('service')) return { weight: weights.sameService, reason: 'same_service' };
  return null;
}
