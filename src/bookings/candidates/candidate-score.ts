// Who fits a visit best. Pure: facts in, points out, each part with the reason that it has them. 100 points in all; docs/dispatch.md has the
// table, and examples worked out by hand.

/** What is known of somebody who could be sent. */
export interface CandidateFacts {
  /** 0 … 5, and from how many reviews; 0 of 0 where there are none. */
  ratingAverage: number;
  ratingCount: number;
  /** Minutes from the visit before and to the one after; null where there is none that day. */
  travelBeforeMinutes: number | null;
  travelAfterMinutes: number | null;
  /** Other visits of that day. */
  visitsThatDay: number;
  /** Visits of this service that they completed within a year. */
  visitsOfService: number;
  /** Visits to this customer that they completed within a year. */
  visitsTogether: number;
  /** Stars of the customer's latest review of them; null where there is none. */
  ownRating: number | null;
}

export const scoreParts = ['preference', 'travel', 'rating', 'skill', 'load'] as const;
export type ScorePartName = (typeof scoreParts)[number];

export interface ScorePart {
  part: ScorePartName;
  /** Whole points, 0 … `of`. */
  points: number;
  of: number;
  /** For colleagues to read. */
  because: string;
}

/** Points that a part can give. Together 100. */
export const partPoints: Readonly<Record<ScorePartName, number>> = {
  preference: 30,
  travel: 25,
  rating: 20,
  skill: 15,
  load: 10,
};

/** A customer who gave so many stars, or fewer, is not sent the same person again (handbook, "What you may expect as redress"). */
export const blockingStars = 2;
const likedStars = 4;

/** Somebody with no other visit comes from home, of which nothing is known: it counts as this far, each way. */
const unknownWayMinutes = 30;
/** Together, both ways: as far as this, and farther, there are no points. */
const farMinutes = 120;
/** Reviews that everybody is given ahead, so that one five-star review is not a perfect rating. */
const priorReviews = 5;
const priorRating = 4;
/** Nobody below this is better than anybody else below it. */
const lowestRating = 3;
/** From here on more of it says nothing. */
const experiencedVisits = 20;
const fullDayVisits = 6;

/** The parts in the order of {@link scoreParts}. */
export function scoreOf(facts: CandidateFacts): { score: number; parts: ScorePart[] } {
  const parts = [preference(facts), travel(facts), rating(facts), skill(facts), load(facts)];
  return { score: parts.reduce((sum, { points }) => sum + points, 0), parts };
}

/** Better first; of two that are alike the one whose id comes first, so that the same question always has the same answer. */
export function byScore(
  a: { score: number; provider: { id: string } },
  b: { score: number; provider: { id: string } },
): number {
  return b.score - a.score || a.provider.id.localeCompare(b.provider.id);
}

/** @param share 0 … 1 of what the part can give */
function partOf(part: ScorePartName, share: number, because: string): ScorePart {
  const of = partPoints[part];
  return { part, points: Math.round(of * Math.min(1, Math.max(0, share))), of, because };
}

function preference({ ownRating, visitsTogether }: CandidateFacts): ScorePart {
  if (ownRating !== null && ownRating >= likedStars)
    return partOf('preference', 1, `The customer gave them ${ownRating} stars.`);
  if (ownRating !== null) return partOf('preference', 0, `The customer gave them only ${ownRating} stars.`);
  if (visitsTogether > 0) return partOf('preference', 2 / 3, 'They have been to this customer before.');
  return partOf('preference', 1 / 3, 'The customer does not know them.');
}

function travel({ travelBeforeMinutes, travelAfterMinutes }: CandidateFacts): ScorePart {
  const minutes = (travelBeforeMinutes ?? unknownWayMinutes) + (travelAfterMinutes ?? unknownWayMinutes);
  const told = (way: number | null) => (way === null ? 'none that day' : `${way} minutes`);
  const because = `From the visit before: ${told(travelBeforeMinutes)}; to the one after: ${told(travelAfterMinutes)}.`;
  return partOf('travel', 1 - minutes / farMinutes, because);
}

function rating({ ratingAverage, ratingCount }: CandidateFacts): ScorePart {
  const weighted = (ratingAverage * ratingCount + priorRating * priorReviews) / (ratingCount + priorReviews);
  const because =
    ratingCount === 0 ? 'No reviews yet.' : `${ratingAverage.toFixed(2)} of 5 from ${ratingCount} reviews.`;
  return partOf('rating', (weighted - lowestRating) / (5 - lowestRating), because);
}

function skill({ visitsOfService }: CandidateFacts): ScorePart {
  return partOf(
    'skill',
    visitsOfService / experiencedVisits,
    `${visitsOfService} visits of this service completed within a year.`,
  );
}

function load({ visitsThatDay }: CandidateFacts): ScorePart {
  return partOf('load', 1 - visitsThatDay / fullDayVisits, `${visitsThatDay} other visits that day.`);
}
