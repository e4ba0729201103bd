/** By name in the API document. */
export const mergingExamples = {
  MergeComplaint: { into: '019d45f0-6d40-7ebb-95d6-e8f90a1b2c3d' },
  SplitComplaint: {
    category: 'billing',
    subject: 'Charged twice',
    description: 'The visit of Monday was charged twice.',
    wanted: 'refund',
    updateIds: ['019d45f1-5d40-7ebb-95d6-e8f90a1b2c3d'],
  },
};
