// What is handled together, and what is handled by itself again. No framework.
import type { Complaint } from '../../complaint.entity.js';
import type { ComplaintActor } from '../../complaint.terms.js';
import { reopenableMs } from '../../complaint.states.js';
import { ComplaintEnded, ComplaintNotReopenable } from '../../complaints.errors.js';
import { ComplaintNotMerged, ComplaintsNotMergeable } from './merging.errors.js';

/**
 * Nobody works on `complaint` any more, but on `into`; each tells of the other. None that is merged takes others in: so what is merged into what
 * never leads back to where it began. Both rows are to be held.
 * @throws ComplaintsNotMergeable, ComplaintEnded, ComplaintTransitionIllegal
 */
export function merge(complaint: Complaint, into: Complaint, by: ComplaintActor, at: Date): void {
  if (complaint.id === into.id) throw new ComplaintsNotMergeable('a complaint is not merged into itself');
  if (complaint.customer !== into.customer)
    throw new ComplaintsNotMergeable(
      'they are of different customers. What several customers complain of is an incident',
    );
  into.checkUnsolved();
  complaint.moveTo('merged', by, at, { into: into.id });
  complaint.mergedInto = into.id;
  into.record(
    { kind: 'merged', at, facts: { complaintId: complaint.id, reference: complaint.reference } },
    by,
  );
}

/** Back on the desk by itself. @param from the one that it was merged into. @throws ComplaintNotMerged, ComplaintNotReopenable */
export function unmerge(complaint: Complaint, from: Complaint, by: ComplaintActor, at: Date): void {
  checkUnmerging(complaint, at);
  complaint.mergedInto = null;
  complaint.moveTo('in_progress', by, at, { unmergedFrom: from.id });
  const facts = { complaintId: complaint.id, reference: complaint.reference, undone: true };
  from.record({ kind: 'merged', at, facts }, by);
}

/**
 * As long as what was solved could be reopened: later its customer is told of the other one only, and what they still want is split off from that.
 * @throws ComplaintNotMerged, ComplaintNotReopenable
 */
export function checkUnmerging({ status, reference, endedAt }: Complaint, now: Date): void {
  if (status !== 'merged' || !endedAt) throw new ComplaintNotMerged(reference, status);
  const until = new Date(endedAt.getTime() + reopenableMs);
  if (now >= until) throw new ComplaintNotReopenable(reference, status, until);
}

/** Only by {@link unmerge} it comes back: the other one is told of it. @throws ComplaintEnded */
export function checkNotMerged({ status, reference, nextStatuses }: Complaint): void {
  if (status === 'merged') throw new ComplaintEnded(reference, status, nextStatuses);
}
