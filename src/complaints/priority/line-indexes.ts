// Indexes in the order of the line: of all, of one kind, of one person, of nobody, and of what was escalated. That nobody has it is
// a condition and not a column: PostgreSQL sees no order behind `is null`.

const inLine = (before = '', only = ''): string =>
  `(${before}"rank_at", "id") where "rank_at" is not null${only}`;

export const lineIndexes = [
  { name: 'complaints_line_index', of: inLine() },
  { name: 'complaints_line_category_index', of: inLine('"category", ') },
  { name: 'complaints_line_assignee_index', of: inLine('"assignee_id", ') },
  { name: 'complaints_line_unassigned_index', of: inLine('', ' and "assignee_id" is null') },
  { name: 'complaints_line_escalated_index', of: inLine('', ' and "escalation_level" > 0') },
];
