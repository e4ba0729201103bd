const content = {
  subject: 'The tap drips again',
  description: 'The plumber left at noon, and by evening the tap was dripping as before.',
  wanted: 'repeat_visit',
};
const bookingId = '019d45da-5d40-7ebb-95d6-e8f90a1b2c3d';

/** By name in the API document. */
export const complaintsExamples = {
  FileComplaint: { category: 'quality', ...content, bookingId, language: 'en' },
  EditComplaint: content,
  ComplaintReason: { reason: 'Nobody has called for three days.' },
  AddComplaintUpdate: { body: 'It has stopped by itself, but please look at it.', visibility: 'public' },
  Complaint: {
    id: '019d45f0-5d40-7ebb-95d6-e8f90a1b2c3d',
    reference: 'CP-4M8T2X',
    bookingId,
    category: 'quality',
    severity: 'medium',
    status: 'in_progress',
    ...content,
    escalationLevel: 0,
    firstResponseDueAt: null,
    nextResponseDueAt: null,
    dueAt: new Date('2026-11-26T12:30:00Z'),
    resolvedAt: null,
    endedAt: null,
    reopenableUntil: null,
    createdAt: new Date('2026-11-21T12:30:00Z'),
    version: 3,
  },
  ComplaintUpdate: {
    id: '019d45f1-5d40-7ebb-95d6-e8f90a1b2c3d',
    authorKind: 'staff',
    visibility: 'public',
    body: 'We have asked Ramesh to come again tomorrow.',
    mentions: [],
    createdAt: new Date('2026-11-21T14:10:00Z'),
  },
};
