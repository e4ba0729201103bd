const customer = {
  id: '019d45d6-0ddb-7692-9f4f-68a7e873909f',
  name: 'Asha Rao',
  email: 'asha@example.com',
  emailVerified: true,
  phone: '+919876543210',
  phoneVerified: true,
  language: 'en',
  createdAt: new Date('2026-11-20T04:30:00Z'),
  version: 2,
};

/** By name in the API document. */
export const customersExamples = {
  Customer: customer,
  ReplaceProfile: {
    name: 'Asha Rao',
    email: 'asha.rao@example.com',
    phone: '+919876543210',
    language: 'hi',
    password: 'correct horse 42',
  },
  UpdateProfile: { language: 'hi' },
  CloseAccount: { password: 'correct horse 42' },
  PersonalDataExport: {
    id: customer.id,
    exportedAt: new Date('2026-11-20T04:30:00Z'),
    data: { customers: { name: 'Asha Rao', email: 'asha@example.com' }, bookings: [] },
  },
  CustomerSummary: { id: customer.id, name: 'Asha Rao', status: 'active', createdAt: customer.createdAt },
  CustomerDetail: {
    ...customer,
    status: 'active',
    tier: 'standard',
    lastLoginAt: new Date('2026-11-20T04:30:00Z'),
    deletedAt: null,
    eraseAt: null,
  },
  SetCustomerTier: { tier: 'plus', reason: 'Looks after four flats with us' },
  AccountChangeReason: { reason: 'Chargeback under review' },
};
