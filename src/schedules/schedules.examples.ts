const times = { cron: '15 2 * * *', timeZone: 'Asia/Kolkata', missed: 'once' };
const what = {
  description: 'The report of the week, for finance.',
  input: { from: '2026-11-14', to: '2026-11-20' },
};

/** By name in the API document. */
export const schedulesExamples = {
  CreateSchedule: { name: 'reports.weekly', jobType: 'analytics.report', ...what, ...times, enabled: true },
  UpdateSchedule: { cron: '30 3 * * 1', enabled: false },
  Schedule: {
    id: '019d45dd-9180-7f3c-8c4d-5f6071829304',
    name: 'reports.weekly',
    jobType: 'analytics.report',
    ...what,
    ...times,
    enabled: true,
    builtIn: false,
    problem: null,
    upcoming: [new Date('2026-11-20T20:45:00Z')],
    lastRunAt: new Date('2026-11-19T20:45:00Z'),
    lastJobId: '019d45db-6e50-7c0f-891a-2c3d4e5f6071',
    version: 1,
    createdAt: new Date('2026-11-01T04:30:00Z'),
    updatedAt: new Date('2026-11-01T04:30:00Z'),
  },
  StartedRun: { jobId: '019d45db-6e50-7c0f-891a-2c3d4e5f6071' },
};
