// What agents say of visits that a customer has, or has not.
import { Responses } from '../language/responses.js';

export const visitResponses = new Responses({
  visit: {
    en: '{service} on {startsAt, date, day} at {startsAt, time, clock} ({reference})',
    hi: '{service}, {startsAt, date, day} को {startsAt, time, clock} ({reference})',
    'hi-Latn': '{service}, {startsAt, date, day} ko {startsAt, time, clock} ({reference})',
  },
  no_visits: {
    en: 'You have no visit that is still to come.',
    hi: 'आपकी कोई आने वाली विज़िट नहीं है।',
    'hi-Latn': 'Aapki koi aane wali visit nahi hai.',
  },
  no_such_reference: {
    en: 'I find no such booking of yours that is still open.',
    hi: 'इस नंबर की आपकी कोई खुली बुकिंग नहीं मिली।',
    'hi-Latn': 'Is number ki aapki koi open booking nahi mili.',
  },
  no_such_service: {
    en: 'You have no open booking for that.',
    hi: 'उसके लिए आपकी कोई खुली बुकिंग नहीं है।',
    'hi-Latn': 'Uske liye aapki koi open booking nahi hai.',
  },
  not_then: {
    en: 'You have no visit then.',
    hi: 'उस समय आपकी कोई विज़िट नहीं है।',
    'hi-Latn': 'Us time aapki koi visit nahi hai.',
  },
  not_in_list: {
    en: 'The list has no such line.',
    hi: 'सूची में ऐसी कोई लाइन नहीं है।',
    'hi-Latn': 'List mein aisi koi line nahi hai.',
  },
  all_ruled_out: {
    en: 'Then no visit is left.',
    hi: 'तब कोई विज़िट नहीं बचती।',
    'hi-Latn': 'Tab koi visit nahi bachti.',
  },
  dayTimes: { en: '{day} {times}', 'hi-Latn': '{day} ko {times}', hi: '{day} को {times}' },
  yours: {
    en: 'Still to come: {visits}.',
    hi: 'आने वाली विज़िट: {visits}।',
    'hi-Latn': 'Aane wali visits: {visits}.',
  },
});
