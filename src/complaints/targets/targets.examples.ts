const at = (time: string) => new Date(`2026-11-20T${time}:00+05:30`);
const hour = 3_600_000;

/** By name in the API document. */
export const targetsExamples = {
  ComplaintSlaExplanation: {
    asOf: at('18:00'),
    cycles: [
      {
        metric: 'resolution' as const,
        state: 'running' as const,
        startsAt: at('10:00'),
        endedAt: null,
        policy: 1,
        rule: 'high',
        targetMs: 26 * hour,
        countedMs: 6 * hour,
        remainingMs: 20 * hour,
        pausedMs: 2 * hour,
        deadline: new Date('2026-11-22T12:00:00+05:30'),
        deadlineWithoutPauses: new Date('2026-11-22T10:00:00+05:30'),
        atRiskAt: new Date('2026-11-22T10:00:00+05:30'),
        breachedAt: null,
        pausedFor: null,
        intervals: [
          {
            kind: 'counted' as const,
            from: at('10:00'),
            to: at('12:00'),
            ms: 2 * hour,
            reason: 'working_time' as const,
            calendar: 1,
          },
          {
            kind: 'paused' as const,
            from: at('12:00'),
            to: at('14:00'),
            ms: 2 * hour,
            reason: 'waiting_for_customer' as const,
            calendar: null,
          },
          {
            kind: 'counted' as const,
            from: at('14:00'),
            to: at('18:00'),
            ms: 4 * hour,
            reason: 'working_time' as const,
            calendar: 1,
          },
        ],
        replaced: [],
      },
    ],
  },
  SimulateTargets: { calendar: 2 },
  TargetSimulation: {
    jobId: null,
    result: {
      considered: 41,
      moved: 1,
      breachedNow: 2,
      breachedThen: 2,
      moves: [
        {
          complaintId: '019d45f0-5d40-7ebb-95d6-e8f90a1b2c3d',
          reference: 'CP-4M8T2X',
          metric: 'resolution' as const,
          from: '2026-11-22T06:30:00.000Z',
          to: '2026-11-23T06:30:00.000Z',
          isBreachedNow: false,
          isBreachedThen: false,
        },
      ],
    },
  },
};
