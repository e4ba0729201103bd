const id = '019d45f4-5d40-7ebb-95d6-e8f90a1b2c3d';

/** By name in the API document. */
export const attachmentsExamples = {
  AddComplaintAttachment: { visibility: 'public' },
  ComplaintAttachment: {
    id,
    complaintId: '019d45f0-5d40-7ebb-95d6-e8f90a1b2c3d',
    kind: 'picture' as const,
    visibility: 'public' as const,
    name: 'tap.webp',
    sizeBytes: 183204,
    byKind: 'customer',
    createdAt: new Date('2026-11-21T12:40:00Z'),
    url: `/api/v1/complaint-attachments/${id}/file?signature=mi7k2o80.5f3c0d1e2b4a69788796a5b4c3d2e1f05f3c0d1e2b4a69788796a5b4c3d2e1f0`,
    urlExpiresAt: new Date('2026-11-21T12:50:00Z'),
  },
};
