const id = '019d45f5-5d40-7ebb-95d6-e8f90a1b2c3d';
const complaintId = '019d45f0-5d40-7ebb-95d6-e8f90a1b2c3d';
const at = new Date('2026-11-21T04:30:00Z');
const body = 'Our plumber fell ill this morning. We call each of you today to find another time.';

/** By name in the API document. */
export const incidentsExamples = {
  Incident: {
    id,
    reference: 'IN-4M8T2X',
    status: 'offered',
    nextStatuses: ['open', 'dismissed'],
    causeKind: 'provider',
    providerId: '019d45d2-7f60-7c99-93b4-c6d7e8f90a1b',
    serviceId: null,
    pincode: null,
    windowFrom: at,
    windowTo: new Date('2026-11-21T07:30:00Z'),
    evidence: { complaints: 22, customers: 21, expected: 0.3, surprise: 26.4 },
    dueAt: null,
    openedAt: null,
    endedAt: null,
    createdAt: new Date('2026-11-21T06:05:00Z'),
    version: 1,
  },
  IncidentMember: {
    id: '019d45f6-5d40-7ebb-95d6-e8f90a1b2c3d',
    complaintId,
    customerId: '019d45d6-0ddb-7692-9f4f-68a7e8739102',
    status: 'offered',
    createdAt: at,
  },
  IncidentStep: {
    id: '019d45f7-5d40-7ebb-95d6-e8f90a1b2c3d',
    kind: 'broadcast',
    status: 'approved',
    body,
    amountPaise: 0,
    needsApproval: false,
    createdAt: at,
  },
  AcceptIncident: { without: [complaintId] },
  AddIncidentMembers: { complaintIds: [complaintId] },
  AnswerIncident: { body },
  ResolveIncident: { body: 'Everybody has another time now.' },
  IncidentGoodwill: { amountPaise: 20000 },
  SimilarComplaints: {
    items: [
      {
        complaintId,
        reference: 'CP-4M8T2X',
        subject: 'The tap drips again',
        status: 'in_progress',
        category: 'quality',
        createdAt: at,
        score: 84,
        reasons: ['same_visit', 'near_in_time', 'alike_in_words'],
      },
    ],
  },
};
