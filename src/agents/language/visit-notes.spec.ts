import { extractEntities } from '#libs/nlu';
import { visitNoteIn } from './visit-notes.js';

const options = { now: new Date('2026-11-20T04:30:00Z'), timeZone: 'Asia/Kolkata' };
const read = (text: string) => visitNoteIn(text, extractEntities(text, options));

it.each([
  ['yes but please tell him the lift is not working', 'tell him the lift is not working'],
  ['bring a ladder', 'bring a ladder'],
  ['ok, call me before coming', 'call me before coming'],
  ["haan, don't ring the bell, baby is sleeping", "don't ring the bell, baby is sleeping"],
  ['theek hai, par seedhi lekar aana', 'seedhi lekar aana'],
])('"%s" tells whoever comes something', (text, note) => {
  expect(read(text)).toEqual({ text: note, isWish: false, isClear: true });
});

it.each([
  'yes with a lady technician',
  'okay, but with a different person',
  'yes only if a senior man comes',
  'ok but i pay only after the work',
  'yes provided my neighbour agrees',
])('"%s" is a wish that nobody here can promise', (text) =>
  expect(read(text)).toMatchObject({ isWish: true }),
);

it.each([
  'yes',
  'sure, the carpet',
  'yes for two of them',
  'yes but what if it rains',
  'ok but make it 5 pm',
  'ok but my address is 21 not 12',
  'haan par abhi nahi',
  'yes but wait',
  'yes but call me on 98765 43210',
  'the ladder',
])('"%s" is no note', (text) => expect(read(text)).toBeNull());
