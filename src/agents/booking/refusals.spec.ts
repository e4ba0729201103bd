import { meaningOf } from './refusals.js';

const refusal = (code: string, kind: string, detail = 'Because.') => ({ code, kind, detail, data: {} });

it.each([
  ['SLOT_TAKEN', 'conflict', 'offer', 'has just been taken'],
  ['START_IN_PAST', 'unprocessable', 'offer', 'is over'],
  ['PRICE_CHANGED', 'conflict', 'propose', 'price has changed'],
  ['PINCODE_NOT_SERVED', 'invalid', 'place', 'no longer offered there'],
  ['FORBIDDEN', 'forbidden', 'change', 'not allowed'],
])('%s is answered by what it is', (code, kind, next, says) => {
  expect(meaningOf(refusal(code, kind))).toEqual({ next, text: expect.stringContaining(says) });
});

it('a refusal that is not known here is told in its own words, and no slot is said to be taken', () => {
  const { text, next } = meaningOf(
    refusal('TOO_MANY_ADDRESSES', 'conflict', 'At most 20 addresses can be kept.'),
  );
  expect(text).toBe('Nothing was booked: At most 20 addresses can be kept.');
  expect(next).toBe('change');
});

it.each(['TIMED_OUT', 'FAILED', 'SALE_CONTESTED'])(
  '%s decides nothing: the same yes may be said again',
  (code) => {
    expect(meaningOf(refusal(code, 'unavailable')).next).toBe('again');
  },
);
