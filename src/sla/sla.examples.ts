const at = new Date('2026-11-20T04:30:00Z');
const dates = { validFrom: at, retiredAt: null, version: 2, createdAt: at, updatedAt: at };

const week = [1, 2, 3, 4, 5].map((weekday) => ({
  weekday,
  intervals: [
    { fromMinute: 540, toMinute: 780 },
    { fromMinute: 840, toMinute: 1080 },
  ],
}));
const holidays = [
  { date: '2026-11-09', name: 'Diwali', intervals: [] },
  { date: '2026-11-11', name: 'Bhai Dooj', intervals: [{ fromMinute: 600, toMinute: 720 }] },
];
const calendar = {
  note: 'Closed over Diwali, two hours on Bhai Dooj.',
  cityId: null,
  timeZone: 'Asia/Kolkata',
  week,
  holidays,
};

const target = {
  minutes: 240,
  counting: 'working' as const,
  pausedBy: [],
  atRiskMinutes: 60,
};
const anything = { categories: null, severities: null, customerTiers: null };
const rule = {
  id: 'high',
  when: { ...anything, severities: ['high'] },
  firstResponse: target,
  nextResponse: target,
  resolution: { ...target, minutes: 1560, pausedBy: ['customer' as const], atRiskMinutes: 120 },
};
const policy = {
  note: 'A first answer within four hours.',
  rules: [rule, { ...rule, id: 'others', when: anything }],
};

/** By name in the API document. */
export const slaExamples = {
  CreateBusinessCalendar: calendar,
  ReplaceBusinessCalendar: calendar,
  PublishBusinessCalendar: { validFrom: '2026-12-01T00:00:00+05:30' },
  BusinessCalendar: { number: 2, status: 'published' as const, ...calendar, ...dates },
  CreateSlaPolicy: policy,
  ReplaceSlaPolicy: policy,
  PublishSlaPolicy: { isForOpenCases: false },
  SlaPolicy: { number: 2, status: 'published' as const, ...policy, ...dates },
};
