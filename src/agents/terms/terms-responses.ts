// What the terms agent says of the price of cancelling and moving.
import { Responses, type ResponseReader } from '../language/responses.js';
import { labelOf, visitNamed } from '../visits/visit-label.js';
import type { VisitRead } from '../visits/visit-read.js';

export const termsResponses = new Responses({
  cancelFree: {
    en: 'Cancelling {visit} costs nothing at this moment. {rule}',
    hi: '{visit}: अभी रद्द करने का कोई शुल्क नहीं है; विज़िट से 4 घंटे पहले तक यह मुफ़्त है।',
    'hi-Latn': '{visit}: abhi cancel karne ka koi charge nahi hai; visit se 4 ghante pehle tak yeh free hai.',
  },
  cancelFee: {
    en: 'Cancelling {visit} costs {feePaise, number, rupees} at this moment, and nothing else of the {totalPaise, number, rupees} has to be paid. {rule}',
    hi: '{visit}: अभी रद्द करने पर {feePaise, number, rupees} लगेंगे, क्योंकि समय कम बचा है; {totalPaise, number, rupees} में से बाक़ी कुछ नहीं देना होगा।',
    'hi-Latn':
      '{visit}: abhi cancel karne par {feePaise, number, rupees} lagenge, kyunki time kam bacha hai; {totalPaise, number, rupees} mein se baaki kuch nahi dena hoga.',
  },
  cancelTooLate: {
    en: '{visit} can no longer be cancelled.',
    hi: '{visit}: यह अब रद्द नहीं हो सकती।',
    'hi-Latn': '{visit}: yeh ab cancel nahi ho sakti.',
  },
  moveFree: {
    en: 'Moving {visit} costs nothing at this moment. {rule}',
    hi: '{visit}: अभी समय बदलने का कोई शुल्क नहीं है; विज़िट से 4 घंटे पहले तक यह मुफ़्त है।',
    'hi-Latn': '{visit}: abhi time badalne ka koi charge nahi hai; visit se 4 ghante pehle tak yeh free hai.',
  },
  moveFee: {
    en: 'Moving {visit} costs {feePaise, number, rupees} at this moment. {rule}',
    hi: '{visit}: अभी समय बदलने पर {feePaise, number, rupees} लगेंगे, क्योंकि समय कम बचा है।',
    'hi-Latn':
      '{visit}: abhi time badalne par {feePaise, number, rupees} lagenge, kyunki time kam bacha hai.',
  },
  moveTooLate: {
    en: '{visit} can no longer be moved.',
    hi: '{visit}: इसका समय अब नहीं बदल सकता।',
    'hi-Latn': '{visit}: iska time ab nahi badal sakta.',
  },
  nothingDone: {
    en: 'Nothing is changed yet.',
    hi: 'अभी कुछ नहीं बदला है।',
    'hi-Latn': 'Abhi kuch nahi badla hai.',
  },
});

export const cancellingTerms = (visit: VisitRead, reader: ResponseReader): string =>
  termsShown(visit, visit.cancellation, 'cancel', reader);

export const movingTerms = (visit: VisitRead, reader: ResponseReader): string =>
  termsShown(visit, visit.moving, 'move', reader);

function termsShown(
  visit: VisitRead,
  terms: VisitRead['cancellation'],
  deed: 'cancel' | 'move',
  reader: ResponseReader,
): string {
  const named = visitNamed(labelOf(visit), reader);
  if (!terms) return termsResponses.write(`${deed}TooLate`, reader, { visit: named });
  const { feePaise, rule } = terms;
  const values = { visit: named, feePaise, rule, totalPaise: visit.totalPaise };
  return termsResponses.write(feePaise === 0 ? `${deed}Free` : `${deed}Fee`, reader, values);
}
