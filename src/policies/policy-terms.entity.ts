// What a clause of the policies costs or gives. Pure: the API, the agents and the settlement work it out here, and nowhere else.
import { hourMs } from '#libs/time';

export const clauseKinds = ['cancellation', 'rescheduling', 'no_show', 'refund', 'goodwill'] as const;
export type ClauseKind = (typeof clauseKinds)[number];

/** When a clause applies. What is null does not matter; all that is not null has to hold. */
export interface ClauseConditions {
  /** Whether the professional has set out. */
  isEnRoute: boolean | null;
  /** The start of the visit is this many hours ahead, or more. */
  hoursBeforeStart: number | null;
  /** At most this many days have passed since the end of the visit. */
  daysAfterVisit: number | null;
}

/** `sharePercent` of the total plus `fixedPaise`, never more than `capPaise` nor, for a fee, than the total. */
export interface ClauseAmount {
  /** Whole percent of the total of the booking, tax included; 0 to 100. */
  sharePercent: number;
  fixedPaise: number;
  /** Null where there is no cap. */
  capPaise: number | null;
}

export interface PolicyClause {
  /** What it is quoted by, on bills and in answers: `CAN-2`. Unique in its version. */
  id: string;
  kind: ClauseKind;
  text: { en: string; hi: string };
  when: ClauseConditions;
  amount: ClauseAmount;
  /** Moving the visit is settled as the cancellation that it would be; `amount` is then of no account. */
  countsAsCancellation: boolean;
}

/** What the conditions are held against. */
export interface VisitMoment {
  isEnRoute: boolean;
  startsAt: Date;
  totalPaise: number;
}

/** What giving up a visit costs, and by which clauses. */
export interface PolicyTerms {
  feePaise: number;
  clauses: readonly PolicyClause[];
}

/**
 * The first clause of `kind` whose conditions hold decides: the order of the clauses is part of the policy.
 * @param at when it is given up; "until 4 hours before" includes the very instant
 * @throws Error where no clause holds, which the check of a draft excludes
 */
export function visitTerms(
  clauses: readonly PolicyClause[],
  kind: 'cancellation' | 'rescheduling' | 'no_show',
  visit: VisitMoment,
  at: Date,
): PolicyTerms {
  const hoursLeft = (visit.startsAt.getTime() - at.getTime()) / hourMs;
  const clause = clauses.find(
    (each) =>
      each.kind === kind &&
      (each.when.isEnRoute === null || each.when.isEnRoute === visit.isEnRoute) &&
      (each.when.hoursBeforeStart === null || hoursLeft >= each.when.hoursBeforeStart),
  );
  if (!clause) throw new Error(`No clause says what this costs: ${kind}.`);
  if (!clause.countsAsCancellation) return { feePaise: feeBy(clause, visit.totalPaise), clauses: [clause] };
  const cancelling = visitTerms(clauses, 'cancellation', visit, at);
  return { feePaise: cancelling.feePaise, clauses: [clause, ...cancelling.clauses] };
}

/** In integer paise, the share rounded half up; never more than the total. */
export function feeBy({ amount }: Pick<PolicyClause, 'amount'>, totalPaise: number): number {
  return Math.min(amountBy({ amount }, totalPaise), totalPaise);
}

/** The same without the total as its limit: goodwill may be more than a small visit cost. */
export function amountBy(
  { amount: { sharePercent, fixedPaise, capPaise } }: Pick<PolicyClause, 'amount'>,
  totalPaise: number,
): number {
  // Multiplied first, as integers: a half is then exactly a half, and rounds up.
  const paise = Math.round((totalPaise * sharePercent) / 100) + fixedPaise;
  return Math.min(paise, capPaise ?? paise);
}
