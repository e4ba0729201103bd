import { complaintsExamples } from '../../complaints.examples.js';
import { lifecycleExamples } from '../../lifecycle/lifecycle.examples.js';

const customerId = '019d45d6-0ddb-7692-9f4f-68a7e873909f';

const DeskComplaint = {
  ...complaintsExamples.Complaint,
  customerId,
  providerId: '019d45d6-1ddb-7692-9f4f-68a7e873909f',
  serviceId: '019d45d6-2ddb-7692-9f4f-68a7e873909f',
  assigneeId: null,
  topicId: '019d45d6-3ddb-7692-9f4f-68a7e873909f',
  priorityScore: 25,
  mergedIntoId: null,
  splitFromId: null,
};

/** By name in the API document. */
export const deskExamples = {
  FileComplaintForCustomer: { ...complaintsExamples.FileComplaint, customerId, severity: 'high' },
  ReclassifyComplaint: { severity: 'high', topicId: DeskComplaint.topicId },
  DeskComplaint,
  DeskComplaintDetail: {
    ...DeskComplaint,
    language: 'en',
    pincode: '560034',
    escalatedAt: null,
    firstRespondedAt: new Date('2026-11-21T14:10:00Z'),
    waitingSince: null,
    customer: {
      id: customerId,
      name: 'Asha Rao',
      email: 'asha@example.in',
      phone: '+919876543210',
      status: 'active',
      tier: 'standard',
    },
    booking: {
      id: DeskComplaint.bookingId,
      reference: 'BK-7F3K9Q',
      status: 'completed',
      startsAt: new Date('2026-11-21T06:30:00Z'),
      serviceName: 'Tap repair',
      providerName: 'Ramesh Kumar',
      totalPaise: 49_900,
    },
    mergedInto: null,
    merged: [],
    parts: [{ id: '019d45f0-6d40-7ebb-95d6-e8f90a1b2c3d', reference: 'CP-9K2M7T' }],
    history: [
      {
        id: '019d45f0-7d40-7ebb-95d6-e8f90a1b2c3d',
        kind: 'filed',
        at: new Date('2026-11-21T12:30:00Z'),
        byKind: 'customer',
        byId: customerId,
        visibility: 'public',
        facts: { category: 'quality', severity: 'medium' },
      },
    ],
    next: lifecycleExamples.ComplaintStanding.next,
  },
};
