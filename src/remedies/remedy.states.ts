// The one table of legal moves of a remedy, shared by the entity, the API and the guide.
export const remedyKinds = ['refund', 'credit', 'revisit', 'apology'] as const;
export type RemedyKind = (typeof remedyKinds)[number];

/** Those that are an amount of money. */
export const paidKinds = ['refund', 'credit'] as const;

export const remedyStatuses = ['proposed', 'approved', 'rejected', 'done', 'failed'] as const;
export type RemedyStatus = (typeof remedyStatuses)[number];

export const remedyTransitions: Readonly<Record<RemedyStatus, readonly RemedyStatus[]>> = {
  proposed: ['approved', 'rejected'],
  approved: ['done', 'failed'],
  rejected: [],
  done: [],
  failed: [],
};

/** It was given, or may still be: it counts towards what one complaint gets. */
export const countingStatuses = ['proposed', 'approved', 'done'] as const;
