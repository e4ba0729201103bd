// What complaints are about, and how bad that is by the handbook ("Complaint handling", "Safety"). A customer says what happened; the category and
// the severity follow from it.

/** As the tool takes them. */
export type ComplaintCategory =
  'quality' | 'lateness' | 'no_show' | 'damage' | 'billing' | 'behaviour' | 'safety' | 'app' | 'other';
export type ComplaintSeverity = 'low' | 'medium' | 'high' | 'critical';

export const complaintMatters = [
  'fault_back',
  'poor_work',
  'came_late',
  'no_show',
  'no_show_again',
  'damage',
  'theft',
  'harassment',
  'unsafe_work',
  'bad_behaviour',
  'overcharged',
  'charged_twice',
  'refund_late',
  'invoice_missing',
  'app_trouble',
  'remark',
  'support',
] as const;
export type ComplaintMatter = (typeof complaintMatters)[number];

interface MatterRule {
  category: ComplaintCategory;
  severity: ComplaintSeverity;
  /** Whether a photograph tells more than words. */
  isSeen?: true;
}

/**
 * The table of the handbook. What it does not name is ranked by what is like it there: theft stands with harassment, since whoever is accused of
 * either is taken off all visits within the hour; trouble with the app and with those who answer is a small remark.
 */
export const matterRules: Readonly<Record<ComplaintMatter, MatterRule>> = {
  fault_back: { category: 'quality', severity: 'medium', isSeen: true },
  poor_work: { category: 'quality', severity: 'medium', isSeen: true },
  came_late: { category: 'lateness', severity: 'low' },
  no_show: { category: 'no_show', severity: 'medium' },
  no_show_again: { category: 'no_show', severity: 'high' },
  damage: { category: 'damage', severity: 'high', isSeen: true },
  theft: { category: 'safety', severity: 'critical' },
  harassment: { category: 'safety', severity: 'critical' },
  unsafe_work: { category: 'safety', severity: 'critical', isSeen: true },
  bad_behaviour: { category: 'behaviour', severity: 'high' },
  overcharged: { category: 'billing', severity: 'medium' },
  charged_twice: { category: 'billing', severity: 'high' },
  refund_late: { category: 'billing', severity: 'medium' },
  invoice_missing: { category: 'billing', severity: 'low' },
  app_trouble: { category: 'app', severity: 'low' },
  remark: { category: 'other', severity: 'low' },
  support: { category: 'other', severity: 'low' },
};

/** What is asked about where the words leave it open, in the order in which it is offered. */
export const offeredMatters = [
  'poor_work',
  'came_late',
  'no_show',
  'damage',
  'overcharged',
  'bad_behaviour',
  'unsafe_work',
  'app_trouble',
  'remark',
] as const satisfies readonly ComplaintMatter[];

const severities: readonly ComplaintSeverity[] = ['low', 'medium', 'high', 'critical'];

/** Positive where the first is worse. */
export function compareSeverity(one: ComplaintMatter, other: ComplaintMatter): number {
  const rank = (matter: ComplaintMatter): number => severities.indexOf(matterRules[matter].severity);
  return rank(one) - rank(other);
}

/** What a customer may wish for, as the tool takes it, the one that costs most first: the tool takes one, and the words keep the others. */
export const complaintWishes = ['refund', 'repeat_visit', 'credit', 'apology', 'explanation'] as const;
export type ComplaintWish = (typeof complaintWishes)[number];
