import { shiftIn } from './time-shift.js';

it.each([
  ['an hour later please', 60],
  ['can he come 2 hours earlier', -120],
  ['half an hour later', 30],
  ['bring it forward by an hour', -60],
  ['push it by 30 minutes', 30],
  ['ek ghanta baad', 60],
  ['do ghante pehle', -120],
  ['एक घंटा बाद', 60],
  ['a day later', 1440],
])('%s: %d minutes', (text, minutes) => expect(shiftIn(text)?.minutes).toBe(minutes));

it.each(['in an hour', '2 hours', 'it takes an hour', 'later', '2 days after tomorrow'])(
  '%s moves nothing',
  (text) => expect(shiftIn(text)).toBeNull(),
);
