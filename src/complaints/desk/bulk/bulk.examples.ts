/** By name in the API document. */
export const bulkExamples = {
  ChangeComplaintsInBulk: {
    ids: ['019d45f0-5d40-7ebb-95d6-e8f90a1b2c3d', '019d45f0-6d40-7ebb-95d6-e8f90a1b2c3d'],
    action: { do: 'set_status', status: 'waiting_for_parts', reason: 'The gaskets come on Monday.' },
  },
  BulkComplaintsStarted: { jobId: '019d45f2-5d40-7ebb-95d6-e8f90a1b2c3d', count: 2 },
};
