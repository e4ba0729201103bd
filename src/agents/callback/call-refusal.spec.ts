import { refusesCall } from './call-refusal.js';

it.each([
  "don't call me",
  'please do not call',
  'no need to call me, it works again',
  'i do not want a call any more',
  'stop calling me',
  'call mat karna',
  'mujhe phone na karein',
  'mat karo call',
  'call nahi chahiye',
  'मुझे फ़ोन मत करना',
  'कॉल नहीं चाहिए',
])('%s: is none', (text) => {
  expect(refusesCall(text)).toBe(true);
});

it.each([
  'call me',
  "why don't you call me",
  'you did not call me',
  'nobody has called, call me now',
  'aapka phone nahi aaya, call karo',
  'आपका फ़ोन नहीं आया',
  'do not send anybody, just give me a number',
])('%s: refuses no call', (text) => {
  expect(refusesCall(text)).toBe(false);
});
