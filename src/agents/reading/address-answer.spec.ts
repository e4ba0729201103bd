import { extractEntities } from '#libs/nlu';
import { addressAnswer, pointsToAddress } from './address-answer.js';

const options = { now: new Date('2026-11-20T04:30:00Z'), timeZone: 'Asia/Kolkata' };

function read(text: string, intent = 'provide_details'): string | null {
  const asks = [{ start: 0, end: text.length, intents: [{ name: intent }] }];
  return addressAnswer(text, asks, extractEntities(text, options))?.line ?? null;
}

it.each([
  '12, 5th cross, Koramangala',
  'A-12, Hauz Khas',
  '22 B, Koregaon Park lane 5',
  'No 4, 2nd floor, MG Road',
  '8-2-293/82, Jubilee hills road',
  'Prestige Residency, Tower 3',
  'Sunrise villa behind the school',
  // Named after days, months, dates and times.
  '31, Budhwar Peth, near Vishrambaug wada',
  'Plot 9, Sunday Bazaar, opposite Tuesday Market',
  '7, Aaj Kal apartments',
  'Parson Bhawan, 3rd floor',
  '44, 15 August Marg',
  '5 March Road, ward 12',
  'May Blossom society, B wing',
  'opposite Morning Glory hotel, 2nd lane',
  'Midnight Express building',
  'Noon Towers 14',
  // … and after commands and answers.
  '9, Cancel Street',
  'Never Mind Villa',
  'Yes Bank building, 4th floor',
  'OK Plaza, shop 3',
  'No Stop Colony 8',
  // Kept whole.
  'flat 3; Rose villa; gate no 2',
  '14, 2nd Main, third floor, ring the bell twice',
  '12 beach road, ground floor, blue gate',
  'Plot 380099-C, Sector 9 road',
  'राजाराम पुल के पास, 402 शुक्रवार पेठ',
  '#45/1; 4th block',
  'Rose Cottage',
  '45 मानेक बाग',
])('is taken whole: %s', (text) => expect(read(text)).toBe(text));

it.each([
  ['my address is 45/1 4th block koramangala', '45/1 4th block koramangala'],
  ['Flat 12A, Tower 3, Indiranagar - 560038', 'Flat 12A, Tower 3, Indiranagar'],
  ['7, 3rd main tomorrow at 5 pm', '7, 3rd main'],
  ['21 Lake Road, and make it 5 pm', '21 Lake Road'],
  ['tomorrow at 10 am, 21 Lake Road', '21 Lake Road'],
  ['21 Lake Road, Ballygunge; kal subah 10 baje aana', '21 Lake Road, Ballygunge'],
  ['21 Lake Road gate no 3 98765 43210', '21 Lake Road gate no 3'],
  ['21 Lake Road, gate no 3, my phone is 9876543210', '21 Lake Road, gate no 3'],
  ['yes, 21 Lake Road', '21 Lake Road'],
  ['21 Lake Road, pin code 700019', '21 Lake Road'],
  ['21 Lake Road, also send a carpenter', '21 Lake Road'],
])('%j is the address %j and something beside it', (text, line) => expect(read(text)).toBe(line));

it('is what it is, whatever its words are taken for', () => {
  expect(read('12, Cancel Road', 'cancel_booking')).toBe('12, Cancel Road');
  expect(read('Never Mind Villa', 'abandon')).toBe('Never Mind Villa');
  expect(read('Hello World apartments 3', 'greet')).toBe('Hello World apartments 3');
});

it.each([
  ['nah 11 is better', 'change_details'],
  ['11 is too early, 12 instead', 'change_details'],
  ['12 instead please', 'provide_details'],
  ['make it 5 pm', 'change_details'],
  ['thanks', 'thanks'],
  ['what is the weather like', 'ask_service_info'],
  ['how much will it be?', 'ask_price'],
  ['why do you need it', 'help'],
  ['do you have my address?', 'ask_policy'],
  ['i want to cancel the whole thing', 'abandon'],
  ['also a carpenter at 5pm', 'book_service'],
  ['plumber rehne do, chacha dekh lenge', 'abandon'],
  ['drop the fan, do only the fridge', 'change_details'],
  ['560038', 'provide_details'],
  ['9876543210', 'provide_details'],
  ['tomorrow', 'provide_details'],
  ['same as above', 'provide_details'],
  ['???', 'provide_details'],
])('%j (%s) is none', (text, intent) => expect(read(text, intent)).toBeNull());

it.each(['same as above', 'same', 'as before', 'I told you already', 'upar wala'])(
  '%j points to one',
  (text) => expect(pointsToAddress(text)).toBe(true),
);

it('stays quick on a message of nothing but commas', () => {
  expect(read(', '.repeat(2000))).toBeNull();
});
