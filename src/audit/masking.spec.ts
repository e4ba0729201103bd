import { maskedFacts, networkOf, withoutSecrets } from './masking.js';

const shown = (facts: Record<string, unknown>) => maskedFacts(withoutSecrets(facts));

it('masks persons by the names of fields and leaves facts', () => {
  expect(
    shown({
      name: 'Asha Rao',
      email: 'asha@example.com',
      contactPhone: '+919876543210',
      phone: '98765 43210',
      address: { line: '12, 5th Cross', pincode: '560034' },
      line2: 'near the temple',
      role: 'ops_lead',
      deadline: '2026-11-20',
      attempts: 3,
      emailVerified: true,
      landmark: null,
    }),
  ).toEqual({
    name: '•••',
    email: 'a•••@example.com',
    contactPhone: '+91••••••3210',
    phone: '•••',
    address: '•••',
    line2: '•••',
    role: 'ops_lead',
    deadline: '2026-11-20',
    attempts: 3,
    emailVerified: true,
    landmark: null,
  });
});

it('shows nothing of free text, whatever else is in it', () => {
  expect(
    shown({
      reason: 'Asha Rao of 12, 5th Cross (asha@example.com) asked for it',
      notes: 'Call +919876543210, ask for Asha',
      text: '+919876543210 Asha',
      comment: 'Asha_Rao@12-5th-Cross',
      message: ['asha@example.com', { a: 'Asha' }],
    }),
  ).toEqual({ reason: '•••', notes: '•••', text: '•••', comment: '•••', message: '•••' });
  expect(shown({ reason: 'asha@example.com', notes: '+919876543210' })).toEqual({
    reason: 'a•••@example.com',
    notes: '+91••••••3210',
  });
});

it('masks e-mail addresses and phone numbers wherever they are', () => {
  expect(shown({ sentTo: ['asha@example.com', 'call +919876543210 now'] })).toEqual({
    sentTo: ['a•••@example.com', 'call +91••••••3210 now'],
  });
});

it('never records secrets, however deep or spelt', () => {
  const secrets = {
    password: 'x',
    passwordHash: 'x',
    refresh_token: 'x',
    totpSeed: 'x',
    code: 'x',
    recoveryCodes: ['x'],
    apiKey: 'x',
    clientSecret: 'x',
  };
  expect(withoutSecrets({ ...secrets, pincode: '560034', inner: [{ ...secrets, role: 'viewer' }] })).toEqual({
    pincode: '560034',
    inner: [{ role: 'viewer' }],
  });
});

it('keeps what JSON can hold, as the database takes it', () => {
  const at = new Date('2026-11-20T04:30:00Z');
  expect(withoutSecrets({ at, gone: undefined, text: 'a\0b\ud800c' })).toEqual({
    at: at.toISOString(),
    text: 'a\ufffdb\ufffdc',
  });
  expect(withoutSecrets(undefined)).toBeNull();
  expect(maskedFacts(null)).toBeNull();
});

it.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:db8:7:8:9:a:b:c', '2001:db8:7::/48'],
  ['2001:DB8::1', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
  ['fe80::1%eth0', 'fe80:0:0::/48'],
  ['somewhere', null],
  [undefined, null],
])('says of %s the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
