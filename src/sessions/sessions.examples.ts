const kid = 'p4Xq7sLm';

/** By name in the API document. */
export const sessionsExamples = {
  LogOut: { everywhere: true },
  Session: {
    id: '019d45d5-0b00-7a77-9182-a4b5c6d7e8f9',
    device: 'Firefox on Android',
    address: '203.0.113.0/24',
    createdAt: new Date('2026-11-18T04:30:00Z'),
    lastUsedAt: new Date('2026-11-20T04:30:00Z'),
    expiresAt: new Date('2026-12-18T04:30:00Z'),
    isCurrent: true,
  },
  CsrfToken: { csrfToken: '6f1c9a7be24d5038' },
  SigningKey: {
    kid,
    algorithm: 'ES256',
    createdAt: new Date('2026-11-20T04:30:00Z'),
    activatesAt: new Date('2026-11-20T04:40:00Z'),
    retiresAt: null,
  },
  JsonWebKeySet: {
    keys: [
      {
        kty: 'EC',
        crv: 'P-256',
        x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
        y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
        kid,
        alg: 'ES256',
        use: 'sig',
      },
    ],
  },
};
