// Indexes in the order of the line: of all, of one kind, of one person, of nobody, and of what was escalated. That nobody has it is
// a condition and not a column: PostgreSQL sees no order behind `is null`.

const lines = [
  { name: 'complaints_line_index', of: '', only: '' },
  { name: 'complaints_line_category_index', of: '"category", ', only: '' },
  { name: 'complaints_line_assignee_index', of: '"assignee_id", ', only: '' },
  { name: 'complaints_line_unassigned_index', of: '', only: ' and "assignee_id" is null' },
  { name: 'complaints_line_escalated_index', of: '', only: ' and "escalation_level" > 0' },
] as const;

export const lineIndexes = lines.map(({ name, of, only }) => ({
  name,
  expression: (_columns: unknown, table: { toString(): string }, index: string) =>
    `create index "${index}" on ${table.toString()} (${of}"rank_at", "id") where "rank_at" is not null${only}`,
}));
