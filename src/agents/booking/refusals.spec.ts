import { keptText, type ReplyText } from '../language/responses.js';
import { meaningOf } from './refusals.js';

const refusal = (code: string, kind: string, detail = 'Because.', data = {}) => ({
  code,
  kind,
  detail,
  data,
});
const inEveryLanguage = (told: ReplyText) => keptText(told, 'Asia/Kolkata');

it.each([
  ['SLOT_TAKEN', 'conflict', 'offer', 'has just been taken'],
  ['START_IN_PAST', 'unprocessable', 'offer', 'is over'],
  ['PRICE_CHANGED', 'conflict', 'propose', 'price has changed'],
  ['PINCODE_NOT_SERVED', 'invalid', 'place', 'no longer offered there'],
  ['FORBIDDEN', 'forbidden', 'change', 'not allowed'],
])('%s is answered by what it is', (code, kind, next, says) => {
  const meaning = meaningOf(refusal(code, kind));
  expect(meaning.next).toBe(next);
  expect(inEveryLanguage(meaning.text)).toEqual({
    en: expect.stringContaining(says),
    hi: expect.stringMatching(/^[^A-Za-z]+$/),
    'hi-Latn': expect.stringMatching(/\bnahi\b|\bnikal\b/),
  });
});

it('a refusal that is not known here is told in its own words, and no slot is said to be taken', () => {
  const { text, next } = meaningOf(refusal('ADDRESS_ODD', 'conflict', 'That address is odd.'));
  expect(inEveryLanguage(text)).toEqual({
    en: 'Nothing was booked: That address is odd.',
    hi: 'कुछ बुक नहीं हुआ: That address is odd.',
    'hi-Latn': 'Kuch book nahi hua: That address is odd.',
  });
  expect(next).toBe('change');
});

it('what a refusal carries is told with it', () => {
  const detail = 'You have booked this already: BK-7F3K9Q.';
  const { text, next } = meaningOf(
    refusal('ALREADY_BOOKED', 'conflict', detail, { reference: 'BK-7F3K9Q', bookingId: 'x' }),
  );
  expect(inEveryLanguage(text)).toEqual({
    en: `Nothing was booked: ${detail}`,
    hi: 'कुछ बुक नहीं हुआ: यह आपके नाम पर पहले से बुक है: BK-7F3K9Q।',
    'hi-Latn': 'Kuch book nahi hua: yeh aapke naam par pehle se book hai: BK-7F3K9Q.',
  });
  expect(next).toBe('change');
});

it('a refusal that carries something else than expected is told in its own words', () => {
  const { text } = meaningOf(refusal('ALREADY_BOOKED', 'conflict', 'You have booked this already.'));
  expect(inEveryLanguage(text).hi).toBe('कुछ बुक नहीं हुआ: You have booked this already.');
});

it.each(['TIMED_OUT', 'FAILED', 'SALE_CONTESTED'])(
  '%s decides nothing: the same yes may be said again',
  (code) => {
    expect(meaningOf(refusal(code, 'unavailable')).next).toBe('again');
  },
);
