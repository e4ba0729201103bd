const id = '019d45d2-7f60-7c99-93b4-c6d7e8f90a1b';
const visit = {
  bookingId: '019d45d6-0ddb-7692-9f4f-68a7e873909f',
  reference: 'BK-7F3K9Q',
  providerId: id,
  startsAt: new Date('2026-11-24T05:30:00Z'),
  endsAt: new Date('2026-11-24T06:30:00Z'),
};
const monday = { weekday: 1, fromMinute: 540, toMinute: 1080 };
const leave = { firstDay: '2026-12-21', lastDay: '2026-12-31', kind: 'annual' as const };
const off = { day: '2026-11-24', kind: 'off' as const, fromMinute: 780, toMinute: 1440 };
const plan = {
  id,
  version: 4,
  weeklyMaxMinutes: 2880,
  minRestMinutes: 600,
  shifts: [
    {
      id: '019d45d6-0ddb-7692-9f4f-68a7e8739301',
      ...monday,
      validFrom: '2026-11-23',
      validUntil: null,
    },
  ],
  exceptions: [{ id: '019d45d6-0ddb-7692-9f4f-68a7e8739302', ...off, reason: 'Two-wheeler in repair' }],
  leaves: [{ id: '019d45d6-0ddb-7692-9f4f-68a7e8739303', ...leave, reason: 'Family function' }],
};

/** By name in the API document. */
export const rosterExamples = {
  ChangeProviderStatus: { reason: 'Two complaints are being looked into.' },
  ReplaceProviderShifts: { validFrom: '2099-11-23', shifts: [monday] },
  AddShiftException: { ...off, reason: 'Two-wheeler in repair' },
  AddProviderLeave: { ...leave, reason: 'Family function' },
  ConflictingVisit: visit,
  ProviderStatusChange: {
    id,
    status: 'suspended' as const,
    nextStatuses: ['active' as const, 'left' as const],
    version: 4,
    visits: [visit],
  },
  ProviderPlan: plan,
  ProviderPlanChange: { ...plan, addedId: plan.leaves[0]!.id, conflicts: [visit] },
  ProviderAvailability: {
    providerId: id,
    windows: [{ from: new Date('2026-11-24T03:30:00Z'), to: new Date('2026-11-24T12:30:00Z') }],
  },
};
