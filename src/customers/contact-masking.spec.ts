import { maskedEmail, maskedPhone } from './contact-masking.js';

it('leaves of a number its last four digits', () => {
  expect(maskedPhone('+919876501234')).toBe('+91 ••••• 1234');
});

it('leaves of an address its first letter and where it is, and not how long it is', () => {
  expect(maskedEmail('asha.rao@example.com')).toBe('a•••@example.com');
  expect(maskedEmail('a@example.com')).toBe('a•••@example.com');
});
