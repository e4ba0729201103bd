import { tellsOnlyAbsence } from './absence.js';

it.each([
  "i won't be at home on Saturday",
  'we are not there tomorrow',
  'nobody will be home at that time',
  'I am out of town till Sunday',
  'we will be travelling tomorrow',
  'i have to go out of station',
  'kal ghar pe koi nahi hai',
  'main kal nahi rahunga',
  'hum kal bahar ja rahe hain',
  'कल घर पर कोई नहीं',
])('tells only that nobody is there: %s', (text) => expect(tellsOnlyAbsence(text)).toBe(true));

it.each([
  "i won't be at home on Saturday, please cancel",
  'we are away tomorrow, move it to Monday',
  'kal ghar pe nahi hoon, parso aana',
  'i am at home all day',
  'i will be there at 5',
  'come home at 5',
  'कल बाहर जा रहे हैं, तारीख बदल दो',
])('says more, or nothing of it: %s', (text) => expect(tellsOnlyAbsence(text)).toBe(false));
