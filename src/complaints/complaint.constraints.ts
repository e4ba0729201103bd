// What the database keeps of complaints whatever the code does, and by what they are found.
import { unsolvedStatuses } from './complaint.states.js';
import { descriptionAtMost } from './complaint.terms.js';
import { complaintWords } from './complaint.words.js';
import { lineIndexes } from './priority/line-indexes.js';

const unsolved = unsolvedStatuses.map((status) => `'${status}'`).join(', ');

export const complaintChecks = [
  // A complaint knows exactly while it is merged into which, and none is merged into itself; longer circles the row locks keep out.
  {
    name: 'complaints_merged_check',
    expression: `(status = 'merged') = (merged_into_id is not null) and merged_into_id <> id`,
  },
  { name: 'complaints_score_check', expression: 'priority_score >= 0 and priority_score <= 100' },
  { name: 'complaints_description_check', expression: `length(description) <= ${descriptionAtMost}` },
  { name: 'complaints_escalation_check', expression: 'escalation_level >= 0 and escalation_level <= 2' },
  {
    name: 'complaints_ended_check',
    expression: `(status in (${unsolved})) = (ended_at is null)`,
  },
];

interface RawIndex {
  name: string;
  expression(columns: unknown, table: { toString(): string }, index: string): string;
}

const rawIndex = (name: string, of: string): RawIndex => ({
  name,
  expression: (_columns, table, index) => `create index "${index}" on ${table.toString()} ${of}`,
});

/** Those that are more than a row of columns. */
export const rawIndexes: readonly RawIndex[] = [
  ...lineIndexes.map(({ name, of }) => rawIndex(name, of)),
  rawIndex('complaints_escalated_index', '("escalation_level", "created_at") where escalation_level > 0'),
  rawIndex('complaints_words_index', `using gin ((${complaintWords}))`),
  // Those whose targets were never reckoned: filed before there were any.
  rawIndex('complaints_unmeasured_index', '("ended_at" desc, "id") where sla_policy is null'),
];

export const historyChecks = [
  {
    name: 'complaint_events_by_kind_check',
    expression: `by_kind in ('customer', 'staff', 'agent', 'system')`,
  },
];

export const historyRawIndexes: readonly RawIndex[] = [
  {
    name: 'complaint_events_request_unique',
    expression: (_columns, table, index) =>
      `create unique index "${index}" on ${table.toString()} ("complaint_id", "request_key") where request_key is not null`,
  },
];
