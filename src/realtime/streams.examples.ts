const entry = {
  position: 17,
  type: 'job.progressed',
  data: { percent: 40, step: 'messages' },
  at: new Date('2026-11-20T04:30:02Z'),
};

/** By name in the API document. */
export const streamsExamples = { StreamEntry: entry, StreamEntries: { items: [entry], last: 17 } };
