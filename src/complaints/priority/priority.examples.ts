/** By name in the API document. */
export const priorityExamples = {
  PrioritisedComplaint: {
    id: '019d45f0-5d40-7ebb-95d6-e8f90a1b2c3d',
    reference: 'CP-4M8T2X',
    customerId: '019d45d1-5d40-7ebb-95d6-e8f90a1b2c3d',
    category: 'quality',
    severity: 'medium',
    status: 'in_progress',
    escalationLevel: 0,
    assigneeId: null,
    dueAt: new Date('2026-11-26T12:30:00Z'),
    createdAt: new Date('2026-11-21T12:30:00Z'),
    score: 38,
    reasons: [
      { factor: 'severity', points: 25, because: 'Severity medium' },
      { factor: 'sentiment', points: 7, because: 'The customer is upset' },
      { factor: 'repeat', points: 5, because: 'Second complaint about this' },
      { factor: 'age', points: 1, because: 'Open for 1 day' },
    ],
    rankAt: new Date('2026-10-15T12:30:00Z'),
  },
};
