// The one table of legal moves of a complaint, shared by the entity, the API ("what may be done next"), the tools and the guide.
import { dayMs } from '#libs/time';

export const complaintStatuses = [
  'open',
  'in_progress',
  'waiting_for_customer',
  'waiting_for_provider',
  'waiting_for_parts',
  'resolved',
  'closed',
  'withdrawn',
  'merged',
] as const;
export type ComplaintStatus = (typeof complaintStatuses)[number];

/** Somebody is at work on it, but the next word is somebody else's. */
export const waitingStatuses = ['waiting_for_customer', 'waiting_for_provider', 'waiting_for_parts'] as const;

/** Somebody is still expected to do something. */
export const unsolvedStatuses = ['open', 'in_progress', ...waitingStatuses] as const;

/** From where its customer may have it back on the desk. */
export const reopenableStatuses = ['resolved', 'closed'] as const;

const ends = ['resolved', 'withdrawn', 'merged'] as const;

export const complaintTransitions: Readonly<Record<ComplaintStatus, readonly ComplaintStatus[]>> = {
  open: ['in_progress', ...waitingStatuses, ...ends],
  in_progress: [...waitingStatuses, ...ends],
  // Whoever does not answer for a week has theirs closed (handbook, "Complaint handling").
  waiting_for_customer: ['in_progress', 'waiting_for_provider', 'waiting_for_parts', ...ends, 'closed'],
  waiting_for_provider: ['in_progress', 'waiting_for_customer', 'waiting_for_parts', ...ends],
  waiting_for_parts: ['in_progress', 'waiting_for_customer', 'waiting_for_provider', ...ends],
  resolved: ['closed', 'in_progress'],
  closed: ['in_progress'],
  withdrawn: [],
  // Split off again from the complaint that it was merged into.
  merged: ['in_progress'],
};

/** "You can reopen it within 14 days" (handbook, "Complaint handling"). */
export const reopenableMs = 14 * dayMs;

/** "After 7 days without an answer we close the complaint" (the same). */
export const silenceMs = 7 * dayMs;

export const isUnsolved = (status: ComplaintStatus): boolean =>
  (unsolvedStatuses as readonly string[]).includes(status);

export const isWaiting = (status: ComplaintStatus): boolean =>
  (waitingStatuses as readonly string[]).includes(status);

/**
 * What a line of the history is about. `replied` is a public update, `noted` an internal one; `target` that a promised time was missed, or
 * that it came under another policy.
 */
export const complaintEventKinds = [
  'filed',
  'edited',
  'status',
  'replied',
  'noted',
  'assigned',
  'reclassified',
  'escalated',
  'target',
  'attached',
  'detached',
  'linked',
  'merged',
  'split',
  'incident',
  'remedy',
  'surveyed',
] as const;
export type ComplaintEventKind = (typeof complaintEventKinds)[number];
