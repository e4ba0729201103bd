import { compileGazetteer } from './gazetteer.js';
import { TimePhrase } from '../days/phrase.js';

const places = compileGazetteer({
  name: 'place',
  entries: [
    { value: 'bengaluru', terms: ['Bangalore', 'Bengaluru', 'बेंगलुरु'] },
    { value: 'delhi', terms: ['Delhi', 'New Delhi'] },
    { value: 'hyderabad', terms: ['Hyderabad', 'hyd'] },
    { value: 'washing-machine', terms: ['washing machine'] },
    { value: 'tubelight', terms: ['tubelight'] },
    { value: 'ac', terms: ['AC'] },
    { value: 'deep', terms: ['deep cleaning'] },
    { value: 'night', terms: ['night stay'] },
    { value: 'switch', terms: ['switch'] },
  ],
});

function found(text: string): string {
  const phrase = new TimePhrase(text);
  const words = (first: number, end: number) =>
    text.slice(phrase.tokens[first]!.start, phrase.tokens[end - 1]!.end);
  return places
    .find(phrase)
    .map(({ first, end, value }) => `${value.value}=${words(first, end)}`)
    .join(' ');
}

test.each([
  ['in BANGALORE', 'bengaluru=BANGALORE'],
  ['new delhi', 'delhi=new delhi'],
  ['Delhi, please', 'delhi=Delhi'],
  ['बेंगलुरु में', 'bengaluru=बेंगलुरु'],
  ['a/c is dead', 'ac=a/c'],
  ['2 ACs', 'ac=ACs'],
  ['three switches', 'switch=switches'],
  ['washingmachine', 'washing-machine=washingmachine'],
  ['tube light', 'tubelight=tube light'],
  ['deep-cleaning', 'deep=deep-cleaning'],
])('finds %s', (text, expected) => {
  expect(found(text)).toBe(expected);
});

test.each([
  ['Banglore', 'bengaluru=Banglore'],
  ['bangalor', 'bengaluru=bangalor'],
  ['Dehli', 'delhi=Dehli'],
  ['hydrebad', 'hyderabad=hydrebad'],
  ['washing mashine', 'washing-machine=washing mashine'],
  ['deep clening', 'deep=deep clening'],
])('forgives %s', (text, expected) => {
  expect(found(text)).toBe(expected);
});

test.each(['light stay', 'act now', 'delay', 'witch', 'hid', 'cleaning'])('%s is something else', (text) => {
  expect(found(text)).toBe('');
});

test('a slip costs confidence', () => {
  const [exact] = places.find(new TimePhrase('Bengaluru'));
  const [slipped] = places.find(new TimePhrase('Bengalru'));
  expect(slipped!.confidence).toBeLessThan(exact!.confidence);
});

test('compiling the same list again gives the same index', () => {
  const list = { name: 'x', entries: [{ value: 'a', terms: ['a'] }] };
  expect(compileGazetteer(list)).toBe(compileGazetteer(list));
});
