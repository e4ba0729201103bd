const complaint = '/api/v1/complaints/019d45f0-5d40-7ebb-95d6-e8f90a1b2c3d';

/** By name in the API document. */
export const lifecycleExamples = {
  SetComplaintStatus: { status: 'waiting_for_provider', reason: 'Ramesh says when he can come.' },
  ComplaintStanding: {
    status: 'in_progress',
    nextStatuses: ['waiting_for_customer', 'waiting_for_provider', 'waiting_for_parts', 'resolved'],
    next: [
      { action: 'escalate', isAllowed: true, whyNot: null, method: 'POST', href: `${complaint}/escalate` },
      {
        action: 'reopen',
        isAllowed: false,
        whyNot: { code: 'COMPLAINT_NOT_REOPENABLE', detail: 'Complaint CP-4M8T2X is in progress: …' },
        method: 'POST',
        href: `${complaint}/reopen`,
      },
    ],
  },
  ComplaintTransitions: {
    items: [{ from: 'resolved', to: ['closed', 'in_progress'], isUnsolved: false }],
  },
};
