// What a played conversation is worth: which rows are right, which should not be there, which facts were said.
import type { BookedRow, Played } from '../test/conversations/player.js';
import { isExpectedComplaint, type ComplaintRow } from '../test/conversations/complaints.js';
import type { Dialogue, ExpectedBooking, ExpectedComplaint } from '../test/conversations/script.js';

export interface Share {
  right: number;
  of: number;
}

/** With the price by the price rules, which a script does not write down. */
export type PricedBooking = ExpectedBooking & { totalPaise: number };

export interface JudgedDialogue {
  skill: string;
  title: string;
  /** Where nothing is expected, that nothing was written counts as one row. */
  rows: Share;
  /** Expectations of single answers. */
  facts: Share;
  missing: PricedBooking[];
  /** What was written and nobody expects: a new booking, or a visit that was called off. */
  forbidden: BookedRow[];
  /** The same of complaints: filed, or changed, as nobody expects. */
  missingComplaints: ExpectedComplaint[];
  forbiddenComplaints: ComplaintRow[];
  played: Played;
}

export function judgeDialogue(
  skill: string,
  { title, complained }: Dialogue,
  expected: readonly PricedBooking[],
  played: Played,
): JudgedDialogue {
  const left = [...played.rows];
  const missing = expected.filter((booking) => {
    const at = left.findIndex((row) => isExpectedRow(row, booking));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  // A visit that stands as it stood was written by nobody: where it should have been moved, the row of the move is missing.
  const forbidden = left.filter(({ isGiven, isCancelled }) => !isGiven || isCancelled);
  const complaintsLeft = played.complaints.filter(({ isUntouched }) => !isUntouched);
  const missingComplaints = complained.filter((complaint) => {
    const at = complaintsLeft.findIndex((row) => isExpectedComplaint(row, complaint));
    if (at >= 0) complaintsLeft.splice(at, 1);
    return at < 0;
  });
  const of = expected.length + complained.length;
  const isNothingForbidden = forbidden.length + complaintsLeft.length === 0;
  const asExpected = of === 0 ? Number(isNothingForbidden) : of - missing.length - missingComplaints.length;
  const said = played.turns.reduce((sum, turn) => sum + turn.expected, 0);
  const faults = played.turns.reduce((sum, turn) => sum + turn.faults.length, 0);
  return {
    skill,
    title,
    missing,
    forbidden,
    missingComplaints,
    forbiddenComplaints: complaintsLeft,
    played,
    rows: { right: asExpected, of: Math.max(of, 1) },
    facts: { right: said - faults, of: said },
  };
}

export function isPassed(judged: JudgedDialogue): boolean {
  const { rows, facts } = judged;
  return rows.right === rows.of && facts.right === facts.of && forbiddenIn(judged) === 0;
}

/** How many rows nobody expects. */
export function forbiddenIn({ forbidden, forbiddenComplaints }: JudgedDialogue): number {
  return forbidden.length + forbiddenComplaints.length;
}

function isExpectedRow(row: BookedRow, expected: PricedBooking): boolean {
  return (
    row.service === expected.service &&
    row.pincode === expected.pincode &&
    row.date === expected.date &&
    (expected.time === null || row.time === expected.time) &&
    row.address.includes(expected.address) &&
    row.options.toSorted().join() === expected.options.toSorted().join() &&
    row.quantity === expected.quantity &&
    (expected.notes === '' ? row.notes === '' : row.notes.includes(expected.notes)) &&
    row.totalPaise === expected.totalPaise &&
    row.isCancelled === expected.isCancelled
  );
}
