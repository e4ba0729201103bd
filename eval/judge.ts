// What a played conversation is worth: which rows are right, which should not be there, which facts were said.
import type { BookedRow, Played } from '../test/conversations/player.js';
import type { Dialogue, ExpectedBooking } from '../test/conversations/script.js';

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
  played: Played;
}

export function judgeDialogue(
  skill: string,
  { title }: Dialogue,
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
  const asExpected =
    expected.length === 0 ? Number(forbidden.length === 0) : expected.length - missing.length;
  const said = played.turns.reduce((sum, turn) => sum + turn.expected, 0);
  const faults = played.turns.reduce((sum, turn) => sum + turn.faults.length, 0);
  return {
    skill,
    title,
    missing,
    forbidden,
    played,
    rows: { right: asExpected, of: Math.max(expected.length, 1) },
    facts: { right: said - faults, of: said },
  };
}

export function isPassed({ rows, facts, forbidden }: JudgedDialogue): boolean {
  return rows.right === rows.of && facts.right === facts.of && forbidden.length === 0;
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
