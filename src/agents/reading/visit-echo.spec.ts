import { echoIn } from './visit-echo.js';

const none = { again: false, day: false, time: false, as: null, span: null };

it.each([
  ['a plumber, same day', { day: true }],
  ['usi din 3 baje', { day: true }],
  ['उसी दिन', { day: true }],
  ['sofa cleaning at the same time', { time: true }],
  ['usi time', { time: true }],
  ['same timings please', { time: true }],
  ['उसी समय', { time: true }],
  ['the same again next week', { again: true }],
  ['same service again on Sunday', { again: true }],
  ['book it again for next month', { again: true }],
  ['please repeat my last booking', { again: true }],
  ['wahi kaam phir se agle hafte', { again: true }],
  ['phir se wahi chahiye', { again: true }],
  ['वही काम दोबारा अगले हफ्ते', { again: true }],
  ['same time as the electrician, on Sunday', { time: true, as: 'the electrician' }],
])('%s', (text, expected) => expect({ ...echoIn(text), span: null }).toEqual({ ...none, ...expected }));

it.each([
  'say that again',
  'the fan stopped again',
  'it is leaking again, same tap',
  'try again',
  'book a plumber',
  'same to same',
])('takes nothing from another visit: %s', (text) => expect(echoIn(text)).toEqual(none));

it('tells where the visit is named', () => {
  const text = 'same time as the first one, at 560034';
  const { span } = echoIn(text);
  expect(text.slice(span!.start, span!.end)).toBe('the first one');
});
