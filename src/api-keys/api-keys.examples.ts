const key = {
  id: '019d45d7-2a10-7d44-8e6f-718293a4b5c6',
  name: 'Accounting',
  prefix: 'q7Zr2kLm',
  scopes: ['bookings.read'],
  requestsPerMinute: 120,
  expiresAt: new Date('2027-02-18T04:30:00Z'),
  previousEndsAt: null,
  revokedAt: null,
  lastUsedAt: new Date('2026-11-20T04:29:00Z'),
  lastUsedAddress: '203.0.113.0/24',
  version: 1,
  createdAt: new Date('2026-11-20T04:30:00Z'),
  updatedAt: new Date('2026-11-20T04:30:00Z'),
};

/** By name in the API document. */
export const apiKeysExamples = {
  CreateApiKey: {
    name: 'Accounting',
    scopes: ['bookings.read'],
    expiresInDays: 90,
    requestsPerMinute: 120,
    password: 'correct horse 42',
  },
  UpdateApiKey: { name: 'Accounting, new office' },
  RotateApiKey: { password: 'correct horse 42', overlapMinutes: 60 },
  ApiKey: key,
  NewApiKey: { ...key, lastUsedAt: null, lastUsedAddress: null, key: 'hsk_q7Zr2kLm_an-example-and-no-key' },
  OwnedApiKey: { ...key, ownerKind: 'customer', ownerId: '019d45d6-0ddb-7692-9f4f-68a7e873909f' },
};
