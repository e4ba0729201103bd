const entry = {
  id: '019d45d8-3b20-7e55-9f70-8293a4b5c6d7',
  seq: 4711,
  at: new Date('2026-11-20T04:30:00Z'),
  actorKind: 'staff',
  actorId: '019d45d5-0a00-7f66-8071-93a4b5c6d7e8',
  onBehalfOf: null,
  sessionId: '019d45d5-0b00-7a77-9182-a4b5c6d7e8f9',
  apiKeyId: null,
  action: 'customer.locked',
  objectType: 'customer',
  objectId: '019d45d6-0ddb-7692-9f4f-68a7e873909f',
  before: { status: 'active' },
  after: { status: 'locked', reason: 'C***' },
  person: '019d45d6-0ddb-7692-9f4f-68a7e873909f',
  address: '203.0.113.0/24',
  correlationId: '0b5f2f0e-6d0f-4f6c-9a3f-2f6d1f5f7c11',
  hash: Buffer.from('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'hex'),
};

/** By name in the API document. */
export const auditExamples = {
  AuditEntry: entry,
  OpenedAuditEntry: {
    ...entry,
    unsealed: {
      before: { status: 'active' },
      after: { status: 'locked', reason: 'Chargeback under review' },
      address: '203.0.113.17',
      userAgent: 'Mozilla/5.0',
    },
    unsealedReason: null,
  },
  AuditVerification: {
    intact: true,
    entries: 4711,
    checkpoints: 12,
    head: { seq: 4711, hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
    broken: null,
  },
};
