// The one table of what a search for a substitute may become. docs/dispatch.md shows it as a diagram.

/**
 * `searching`: the next step is to find somebody. `offered`: a slot is kept and the customer is asked. `declined`: they said no, or nothing in
 * time. `exhausted`: there is nobody, or enough was offered. `handed_over`: a person looks after it. `accepted`: somebody comes. `withdrawn`:
 * nothing is to be looked for any more, because the visit was cancelled, moved, attended after all, or given to somebody by staff.
 */
export const searchStates = [
  'searching',
  'offered',
  'declined',
  'accepted',
  'exhausted',
  'handed_over',
  'withdrawn',
] as const;
export type SearchState = (typeof searchStates)[number];

export const searchTransitions: Readonly<Record<SearchState, readonly SearchState[]>> = {
  searching: ['offered', 'accepted', 'exhausted', 'withdrawn'],
  offered: ['accepted', 'declined', 'withdrawn'],
  declined: ['searching', 'exhausted', 'withdrawn'],
  accepted: [],
  exhausted: ['handed_over', 'withdrawn'],
  handed_over: ['withdrawn'],
  withdrawn: [],
};

/** In these the program itself has the next step to do, at once. */
export const movingStates: readonly SearchState[] = ['searching', 'declined', 'exhausted'];

export const absenceCauses = ['ill', 'called_off'] as const;
/** Why the visit has nobody: the professional is ill, has called off, or was not there when it was time. */
export const searchCauses = [...absenceCauses, 'did_not_come'] as const;
export type SearchCause = (typeof searchCauses)[number];

/** `lost`: the customer said yes, but the slot was gone, because they had given up the hold. All but `open` are final. */
export const offerStatuses = ['open', 'accepted', 'declined', 'expired', 'lost', 'withdrawn'] as const;
export type OfferStatus = (typeof offerStatuses)[number];
