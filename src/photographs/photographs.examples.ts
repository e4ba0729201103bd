const id = '019d45e2-5d40-7ebb-95d6-e8f90a1b2c3d';

/** By name in the API document. */
export const photographsExamples = {
  AddPhotograph: { kind: 'problem' },
  Photograph: {
    id,
    bookingId: '019d45da-5d40-7ebb-95d6-e8f90a1b2c3d',
    kind: 'problem' as const,
    width: 1600,
    height: 1200,
    sizeBytes: 183204,
    byKind: 'customer',
    createdAt: new Date('2026-11-20T07:00:00Z'),
    url: `/api/v1/photographs/${id}/file?signature=mi7k2o80.5f3c0d1e2b4a69788796a5b4c3d2e1f05f3c0d1e2b4a69788796a5b4c3d2e1f0`,
    urlExpiresAt: new Date('2026-11-20T07:10:00Z'),
  },
};
