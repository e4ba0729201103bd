import { rosterExamples } from '../roster/roster.examples.js';

const id = '019d45d6-0ddb-7692-9f4f-68a7e8739401';
const providerId = rosterExamples.ConflictingVisit.providerId;
const series = { subcategoryId: '019d45d0-5d40-7add-97f8-0a1b2c3d4e5f', pincodeGroup: '560' };
const wish = {
  cityId: '019d45d0-5d40-7add-97f8-0a1b2c3d4e50',
  week: '2026-12-07',
  reservePercent: 20,
  leastPresent: 1,
  openFromHour: 9,
  openToHour: 19,
};
const shift = { providerId, day: '2026-12-07', fromMinute: 540, toMinute: 1020 };
const accuracy = {
  heldOutWeeks: 4,
  visits: 31,
  meanAbsoluteError: 0.21,
  naiveMeanAbsoluteError: 0.34,
  totalError: 0.08,
};
const summary = {
  id,
  ...wish,
  status: 'ready' as const,
  providers: 6,
  uncoveredInAll: 1,
  jobId: null,
  publishedAt: null,
  version: 1,
  createdAt: new Date('2026-11-30T05:00:00Z'),
};
const hours = [{ fromMinute: 540, toMinute: 1020 }];

/** By name in the API document. */
export const draftsExamples = {
  CreateShiftDraft: wish,
  ReplaceDraftShifts: { shifts: [shift] },
  PublishShiftDraft: { force: false },
  DemandForecast: {
    cityId: wish.cityId,
    history: { first: '2026-06-01', weeks: 26, visits: 180 },
    visitsInAll: 6.9,
    items: [{ ...series, weekday: 1, hour: 10, visits: 0.4 }],
    accuracy,
  },
  ShiftDraft: summary,
  ShiftDraftDetail: {
    ...summary,
    accuracy,
    shifts: [shift],
    uncovered: [
      { ...series, day: '2026-12-13', fromHour: 17, toHour: 19, missingHours: 0, lacksPresence: true },
    ],
  },
  ShiftDraftComparison: {
    id,
    publishedMinutes: 14_400,
    draftMinutes: 12_960,
    publishedUncovered: 3,
    draftUncovered: 1,
    changes: [{ providerId, name: 'Ramesh Kumar', day: '2026-12-07', published: [], draft: hours }],
  },
  PublishedShiftDraft: {
    ...summary,
    status: 'published' as const,
    publishedAt: new Date('2026-12-01T05:00:00Z'),
    version: 2,
    conflicts: [],
  },
};
