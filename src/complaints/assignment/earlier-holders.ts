// "Another person than before decides" (handbook, "If you do not agree"): who had a complaint before it was escalated, by its history.
import type { Complaint } from '../complaint.entity.js';

interface Assigned {
  from: string | null;
  to: string | null;
}

/** Nobody of one that was not escalated. The history must be loaded. */
export function heldBeforeReview({ escalatedAt, escalationLevel, history }: Complaint): ReadonlySet<string> {
  if (!escalatedAt || escalationLevel === 0) return new Set();
  const before = history.getItems().filter(({ kind, at }) => kind === 'assigned' && at < escalatedAt);
  const holders = before.flatMap(({ facts }) => [(facts as Assigned).from, (facts as Assigned).to]);
  return new Set(holders.filter((id) => id !== null));
}
