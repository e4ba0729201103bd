const token = 'kT3vQ9xY2bN7mW4rZ8pL1sD6';

const signedInCustomer = {
  accessToken: 'eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl',
  refreshToken: token,
  tokenType: 'Bearer',
  expiresIn: 900,
  user: {
    id: '019d45d6-0ddb-7692-9f4f-68a7e873909f',
    name: 'Asha Rao',
    email: 'asha@example.com',
    emailVerified: false,
    phone: '+919876543210',
    phoneVerified: false,
    language: 'en',
    createdAt: new Date('2026-11-20T04:30:00Z'),
    version: 1,
  },
};

/** By name in the API document. */
export const authExamples = {
  RegisterCustomer: {
    name: 'Asha Rao',
    email: 'asha@example.com',
    phone: '+919876543210',
    password: 'correct horse 42',
    language: 'en',
  },
  LogIn: { identifier: 'asha@example.com', password: 'correct horse 42' },
  RefreshSession: { refreshToken: token },
  VerifyEmail: { token },
  VerifyPhone: { code: '482913' },
  RequestPasswordReset: { identifier: '+919876543210' },
  ResetPassword: { token, password: 'a longer horse 43' },
  ReopenAccount: { token },
  ChangePassword: { currentPassword: 'correct horse 42', newPassword: 'a longer horse 43' },
  SentCode: { retryAfterSeconds: 60 },
  SignedInCustomer: signedInCustomer,
  RegisteredCustomer: {
    ...signedInCustomer,
    verification: { email: { status: 'sent', retryAfterSeconds: 60 } },
  },
  Caller: {
    id: '019d45d6-0ddb-7692-9f4f-68a7e873909f',
    kind: 'customer',
    permissions: ['bookings.read', 'bookings.create'],
  },
};
