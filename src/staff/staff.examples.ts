const token = 'kT3vQ9xY2bN7mW4rZ8pL1sD6';
const person = { name: 'Meera Krishnan', email: 'meera@desk.example' };
const password = 'correct horse 42';

const member = {
  id: '019d45d5-0a00-7f66-8071-93a4b5c6d7e8',
  ...person,
  role: 'ops_agent',
  status: 'active',
  lastLoginAt: new Date('2026-11-20T04:30:00Z'),
  createdAt: new Date('2026-11-01T04:30:00Z'),
  version: 3,
};
const ownProfile = {
  ...member,
  permissions: ['bookings.read', 'users.read'],
  hasSecondFactor: true,
  lacksSecondFactor: false,
};

/** By name in the API document. */
export const staffExamples = {
  StaffMember: member,
  OwnStaffProfile: ownProfile,
  RegisterStaff: person,
  StaffRegistration: { ...person, status: 'pending' },
  LogInStaff: { email: person.email, password, code: '482913' },
  RefreshStaffSession: { refreshToken: token },
  SignedInStaff: {
    accessToken: 'eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl',
    refreshToken: token,
    tokenType: 'Bearer',
    expiresIn: 900,
    staff: ownProfile,
  },
  StartTotpSetup: { password },
  ConfirmTotpSetup: { code: '482913' },
  SecondFactorProof: { password, code: '482913' },
  TotpSetup: {
    secret: 'JBSWY3DPEHPK3PXP',
    uri: 'otpauth://totp/Desk:meera%40desk.example?secret=JBSWY3DPEHPK3PXP&issuer=Desk',
  },
  RecoveryCodes: { recoveryCodes: ['8f3k-22qz-m9xw', 'p4tn-71rc-d6ya'] },
  RequestStaffPasswordReset: { email: person.email },
  ResetStaffPassword: { token, password: 'a longer horse 43' },
  ChangeStaffPassword: { currentPassword: password, newPassword: 'a longer horse 43' },
  CreateStaffMember: { ...person, role: 'ops_agent' },
  ReplaceStaffMember: { name: person.name, role: 'ops_lead' },
  UpdateStaffMember: { role: 'ops_lead' },
  ApproveStaffMember: { role: 'ops_agent' },
  StaffActivity: {
    id: '019d45d8-3b20-7e55-9f70-8293a4b5c6d7',
    at: new Date('2026-11-20T04:30:00Z'),
    action: 'customer.locked',
    objectType: 'customer',
    objectId: '019d45d6-0ddb-7692-9f4f-68a7e873909f',
    address: '203.0.113.0/24',
    correlationId: '0b5f2f0e-6d0f-4f6c-9a3f-2f6d1f5f7c11',
  },
  StaffSession: {
    id: '019d45d5-0b00-7a77-9182-a4b5c6d7e8f9',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
    address: '203.0.113.0/24',
    createdAt: new Date('2026-11-18T04:30:00Z'),
    lastUsedAt: new Date('2026-11-20T04:30:00Z'),
  },
  RequestTaken: {},
};
