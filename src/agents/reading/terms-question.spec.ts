import { conditionalOrderIn, termsAskedIn } from './terms-question.js';

const [cancelling, moving] = [
  { cancelling: true, moving: false },
  { cancelling: false, moving: true },
];

it.each([
  ['is there a fee when i cancel?', cancelling],
  ['do i have to pay something if i call it off', cancelling],
  ['will my money come back if i cancel the plumber, any refund?', cancelling],
  ['what are the cancellation fees', cancelling],
  ['can i cancel for free', cancelling],
  ['cancel karne par kitna katega', cancelling],
  ['agar cancel karu to paise lagenge kya', cancelling],
  ['रद्द करने पर कितना शुल्क लगेगा', cancelling],
  ['how much does it cost to reschedule', moving],
  ['is moving it free', moving],
  ['date change karne ka charge hai kya', moving],
  ['can i shift it later, is there any charge', moving],
  ['is there a charge for cancelling or moving it?', { cancelling: true, moving: true }],
])('%s', (text, expected) => expect(termsAskedIn(text)).toEqual(expected));

it.each([
  'cancel it only if it is free',
  'please cancel the plumber if there is no charge',
  'ok cancel it, what is the fee',
  'agar free hai to cancel kar do',
  'move it to Monday if that costs nothing',
  'अगर मुफ़्त है तो रद्द कर दो',
  'cancel my visit',
  'how much is a plumber?',
  'can you move my visit to Monday?',
  'will the fan be fixed?',
  'can you move it? any time is fine',
  'can we shift the visit to Sunday? i am free then',
])('asks for no terms: %s', (text) => expect(termsAskedIn(text)).toBeNull());

it.each([
  ['cancel my geyser visit only if there is no charge', 'cancel'],
  ['agar free hai to cancel kar do', 'cancel'],
  ['move it to Monday if that costs nothing', 'move'],
  ['is there a charge if i cancel?', null],
  ['cancel it, I am ill', null],
])('an order with a condition: %s', (text, deed) => expect(conditionalOrderIn(text)).toBe(deed));
