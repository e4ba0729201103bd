/** By name in the API document. */
export const timelineExamples = {
  ComplaintTimelineEntry: {
    id: '019d45f2-5d40-7ebb-95d6-e8f90a1b2c3d',
    at: new Date('2026-11-21T14:10:00Z'),
    byKind: 'staff',
    byId: null,
    visibility: 'public' as const,
    kind: 'replied' as const,
    updateId: '019d45f1-5d40-7ebb-95d6-e8f90a1b2c3d',
    authorKind: 'staff' as const,
    body: 'We have asked Ramesh to come again tomorrow.',
  },
};
