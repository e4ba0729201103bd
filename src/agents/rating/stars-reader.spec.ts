import { opinionIn, starsIn } from './stars-reader.js';

it.each([
  ["5 stars for yesterday's AC visit, very polite", 5],
  ['four stars', 4],
  ['a 3 star rating', 3],
  ['4/5', 4],
  ['2 out of 5 for the painter', 2],
  ['paanch star de do', 5],
  ['paanch mein se char', 4],
  ['पाँच में से चार', 4],
  ['दो स्टार', 2],
  ['⭐⭐⭐', 3],
  ['rate him 4', 4],
  ['my rating is 1', 1],
])('reads the stars of "%s"', (text, stars) => expect(starsIn(text, false)).toBe(stars));

it.each([
  'i want to rate the visit',
  '2 ACs were serviced',
  'come at 5',
  'the 4 star hotel or 5 stars',
  '9 stars',
  'BK-5TARS2',
])('reads none in "%s"', (text) => expect(starsIn(text, false)).toBeNull());

it('takes a number alone only where stars were asked for', () => {
  expect([starsIn('4', true), starsIn('4', false), starsIn('4 pm', true)]).toEqual([4, null, null]);
});

it.each([
  ["5 stars for yesterday's AC visit, very polite", 'very polite'],
  ['very polite man, came on time. 5 stars', 'very polite man, came on time'],
  ['i want to rate the AC visit, 4 stars', ''],
  ['5 star de do, kaam saaf tha', 'kaam saaf tha'],
  ['5', ''],
])('takes what is thought of the visit from "%s"', (text, opinion) => expect(opinionIn(text)).toBe(opinion));
