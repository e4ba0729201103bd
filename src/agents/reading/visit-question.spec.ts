import { asksForEarlier, asksForReference, asksIfCancelled, asksToMove, asksWhen } from './visit-question.js';

it.each([
  ['what time is the carpet cleaning and how much', true],
  ['when is the plumber, and the price?', true],
  ['electrician kitne baje aayega aur kitna lagega', true],
  ['how much is carpet cleaning', false],
  ['some time next week', false],
])('asks when: %s', (text, expected) => expect(asksWhen(text)).toBe(expected));

it.each([
  ['was it really cancelled', true],
  ['has my booking been cancelled', true],
  ['cancel ho gayi kya', true],
  ['is the visit cancelled now?', true],
  ['रद्द हो गई क्या', true],
  ['cancel it', false],
  ['can it be cancelled for free?', false],
  ['cancel kar do', false],
])('asks whether it is cancelled: %s', (text, expected) => expect(asksIfCancelled(text)).toBe(expected));

it.each([
  ['shift it to 10 at night', true],
  ['please move my visit', true],
  ['make it Sunday 4 pm instead', true],
  ['visit ko shift kar do', true],
  ['i mean the painter, on Tuesday', false],
  ['shifting to a new house', false],
])('asks to move: %s', (text, expected) => expect(asksToMove(text)).toBe(expected));

it.each([
  ['any earlier slot on Monday?', true],
  ['thoda pehle aa sakte hain kya', true],
  ['any slot on Monday?', false],
])('asks for an earlier time: %s', (text, expected) => expect(asksForEarlier(text)).toBe(expected));

it.each([
  ['which is my booking number', true],
  ['booking id kya hai', true],
  ['i have lost the order number', true],
  ['बुकिंग नंबर बताइए', true],
  ['my booking', false],
  ['the flat number is 4', false],
])('asks for the reference: %s', (text, expected) => expect(asksForReference(text)).toBe(expected));
