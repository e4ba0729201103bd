import { extractEntities } from '#libs/nlu';
import { visitNoteIn, visitNotesAmong } from './visit-notes.js';

const options = { now: new Date('2026-11-20T04:30:00Z'), timeZone: 'Asia/Kolkata' };
const read = (text: string) => visitNoteIn(text, extractEntities(text, options));

it.each([
  ['yes but please tell him the lift is not working', 'tell him the lift is not working'],
  ['bring a ladder', 'bring a ladder'],
  ['ok, call me before coming', 'call me before coming'],
  ["haan, don't ring the bell, baby is sleeping", "don't ring the bell, baby is sleeping"],
  ['theek hai, par seedhi lekar aana', 'seedhi lekar aana'],
  ['electrician ko bata dena gate ke paas bandar hain', 'electrician ko bata dena gate ke paas bandar hain'],
  ['unse kehna bachcha so raha hoga', 'unse kehna bachcha so raha hoga'],
  ['aane se pehle phone kar le', 'aane se pehle phone kar le'],
  ['उनसे कहिए जूते बाहर उतारें', 'उनसे कहिए जूते बाहर उतारें'],
  ['मिस्त्री को बता देना लिफ्ट बंद है', 'मिस्त्री को बता देना लिफ्ट बंद है'],
  ['tell the man to ask for Meena', 'tell the man to ask for Meena'],
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
  ['note: gate code 4411, two dogs', 'gate code 4411, two dogs'],
  ['नोट: घर में कुत्ता है', 'घर में कुत्ता है'],
  ['Message for the team: use the service lift', 'use the service lift'],
  ['carpenter ke liye ek note likh do: do cats hain', 'do cats hain'],
  ['yes, note: come by the back door at 5', 'come by the back door at 5'],
  ['please note that we keep 2 dogs', 'we keep 2 dogs'],
  ['please note - the lift is out of order', 'the lift is out of order'],
  ['ok but tell him the flat number is 12 on the bell', 'tell him the flat number is 12 on the bell'],
  ['yes and please bring 2 capacitors', 'bring 2 capacitors'],
])('"%s" is noted, numbers and all', (said, text) =>
  expect(read(said)).toEqual({ text, isWish: false, isClear: true }),
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
  'bring it forward by an hour',
  'yes but move it to the evening',
  'tell the price first',
  'aap se keh raha hu kal aana',
  'mujhe bata do kitna lagega',
  'tell him to come at 5',
])('"%s" is no note', (text) => expect(read(text)).toBeNull());

it.each([
  ['fan repair 560038 tomorrow 11 am and please bring a tall ladder', ['bring a tall ladder']],
  ['plumber at 400050, tell him the lift is out of order', ['tell him the lift is out of order']],
  ['plumber at 400050 tomorrow 5 pm', []],
  ['tap repair 400050, tell the man to ask for Meena', ['tell the man to ask for Meena']],
  [
    'plumber bhejo, unko bol dena kutta khula hai, pehle phone kare',
    ['unko bol dena kutta khula hai', 'pehle phone kare'],
  ],
  ['call me tomorrow, fan repair', []],
  ['can you bring a lady with you, only if possible', []],
])('of "%s" is kept for the visit: %j', (text, notes) =>
  expect(visitNotesAmong(text, extractEntities(text, options))).toEqual(notes),
);

it('takes a marked note up to the end of its sentence', () => {
  const text = 'Sofa shampooing for 8 seats. Message for the team: use the service lift, bay 2. Thanks';
  expect(visitNotesAmong(text, [])).toEqual(['use the service lift, bay 2']);
});
