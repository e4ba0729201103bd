const figures = {
  filed: 120,
  open: 40,
  resolved: 74,
  reopened: 3,
  escalated: 9,
  sla: {
    firstResponse: { met: 110, missed: 8, pending: 2, percent: 93.2 },
    nextResponse: { met: 31, missed: 4, pending: 85, percent: 88.6 },
    resolution: { met: 66, missed: 14, pending: 40, percent: 82.5 },
  },
  survey: { answers: 29, average: 4.2, satisfiedPercent: 82.8 },
  firstResponse: { median: 12.5, p90: 95 },
  resolution: { median: 1480, p90: 6120 },
};
const byCategory = [{ key: 'quality', label: 'quality', ...figures }];
const report = {
  from: '2026-11-16',
  to: '2026-11-22',
  timeZone: 'Asia/Kolkata',
  at: new Date('2026-11-23T01:30:00Z'),
  total: figures,
  steps: { resolved: 81, reopened: 4, withdrawn: 2 },
  backlog: { before: 37, after: 40 },
  byCategory,
  bySeverity: [],
  byCity: [{ key: 'Bengaluru', label: 'Bengaluru', ...figures }],
  byProvider: [],
  byAssignee: [],
  byDay: [],
  byHour: [],
};

/** By name in the API document. */
export const reportsExamples = {
  ComplaintFigures: report,
  WeeklyComplaintReport: { week: '2026-11-16', figures: report, createdAt: report.at },
};
