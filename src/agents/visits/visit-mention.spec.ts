import { readVisitMention, wishFor } from './visit-mention.js';

// A Friday, 10:00 in India.
const now = new Date('2026-11-20T04:30:00Z');
const timeZone = 'Asia/Kolkata';
const moved = (text: string) => readVisitMention(text, { now, timeZone, moves: true });

/** What is said of the visit, and of the wish: `day time` each, in short. */
function short(text: string): [string, string] {
  const { constraints, likely, wish, shiftMinutes } = moved(text);
  const days = [...constraints.days, ...likely.days].slice(0, 1).map(({ from }) => from.slice(5));
  const hours = [...constraints.hours, ...likely.hours].map(({ times, from }) => times[0] ?? `${from}-`);
  const wished = [
    ...(wish?.date ? [wish.date.slice(5)] : []),
    ...(wish?.time ? [wish.time] : []),
    ...(wish?.from ? [`${wish.from}-`] : []),
    ...(shiftMinutes === null ? [] : [`${shiftMinutes > 0 ? '+' : ''}${shiftMinutes}`]),
  ];
  return [[...days, ...hours].join(' '), wished.join(' ')];
}

describe("which is the visit's, and which is wished for", () => {
  it.each([
    ['move my Friday visit to Monday', '11-27', '11-23'],
    ['move it from 3 to 5', '15:00', '17:00'],
    ['from 3 pm to 5 pm', '15:00', '17:00'],
    ['shift the 4 pm one to 6', '16:00', '18:00'],
    ['push it to Friday', '', '11-27'],
    ['make it 6 instead of 4', '16:00', '18:00'],
    ['come on tuesday instead of monday', '11-23', '11-24'],
    ['instead of monday come on tuesday', '11-23', '11-24'],
    ['change the time to 6 pm', '', '18:00'],
    ['can we do it on saturday instead', '', '11-21'],
    ['reschedule the carpenter from tomorrow morning to evening', '11-21 08:00-', '17:00-'],
    ["tomorrow's visit, evening instead of morning please", '11-21 08:00-', '17:00-'],
    ["shift tomorrow's plumber to sunday 11 am", '11-21', '11-22 11:00'],
    ['move the ac service scheduled for 22 nov at 3 pm to 23 nov 4 pm', '11-22 15:00', '11-23 16:00'],
    ["i can't make it on friday, can you come on saturday", '11-27', '11-21'],
    ['i am not home on sunday, shift to monday', '11-22', '11-23'],
    ['tomorrow 4pm -> sunday 11am', '11-21 16:00', '11-22 11:00'],
    ['move my 3rd december booking to the 5th', '12-03', '12-05'],
    ['move the visit to the morning', '', '08:00-'],
    ['move it to monday from 3 to 5', '', '11-23 15:00-'],
    ['reschedule the plumber for friday', '', '11-27'],
    ['shift my monday booking', '11-23', ''],
    ['shift the plumber on monday', '11-23', ''],
    ['i want to move the visit on sunday to monday', '11-22', '11-23'],
    ['can the 10 am visit be at noon', '10:00', '12:00'],
    ['shaam ki jagah subah', '17:00-', '08:00-'],
    ['subah ki jagah shaam ko 5 baje', '08:00-', '17:00'],
    ['5 baje ki jagah 7 baje', '17:00', '19:00'],
    ['kal wali parso kar do', '11-21', '11-22'],
    ['kal 4 baje wali visit ko 6 baje karo', '11-21 16:00', '18:00'],
    ['sunday nahi monday ko aao', '11-22', '11-23'],
    ['mera kal ka plumber somvar ko kar dijiye', '11-21', '11-23'],
    ['kal se parso kar do', '11-21', '11-22'],
    ['friday ko cancel karke monday kar do', '11-27', '11-23'],
    ['parso shaam ko kar do', '', '11-22 17:00-'],
    ['3 wali ko 5 baje kar do', '15:00', '17:00'],
    ['कल की जगह परसों', '11-21', '11-22'],
    ['शाम की जगह सुबह', '17:00-', '08:00-'],
    ['शुक्रवार वाली सोमवार को कर दो', '11-27', '11-23'],
    ['4 बजे वाली 6 बजे कर दो', '16:00', '18:00'],
    ['कल के बदले रविवार को आइए', '11-21', '11-22'],
  ])('%s', (text, visit, wish) => expect(short(text)).toEqual([visit, wish]));
});

describe('a shift', () => {
  it.each([
    ['an hour later', '', '+60'],
    ['prepone by 2 hours', '', '-120'],
    ['do ghante baad', '', '+120'],
    ['एक घंटा पहले', '', '-60'],
    ['push the plumber by half an hour', '', '+30'],
    ['come a day earlier', '', '-1440'],
    ["postpone the 10 o'clock visit by a day", '10:00', '+1440'],
    ['bring the friday one forward by an hour', '11-27', '-60'],
  ])('%s', (text, visit, wish) => expect(short(text)).toEqual([visit, wish]));
});

describe('the wish, once the visit is known', () => {
  const visit = { startsAt: '2026-11-21T04:30:00.000Z' }; // Saturday, 10:00
  it.each([
    ['an hour later', { date: '2026-11-21', time: '11:00' }],
    ['push it by a day', { date: '2026-11-22', time: '10:00' }],
    ['make it 4 pm', { date: '2026-11-21', time: '16:00' }],
    ['in the evening', { date: '2026-11-21', from: '17:00', time: null }],
    ['shift to monday same time', { date: '2026-11-23', time: '10:00' }],
    ['usi time par monday ko', { date: '2026-11-23', time: '10:00' }],
    ['to monday', { date: '2026-11-23', time: null }],
    ['as soon as possible', { earliest: true }],
    [
      'any day but sunday',
      { not: expect.arrayContaining([expect.objectContaining({ date: '2026-11-22' })]) },
    ],
  ])('%s', (text, expected) => expect(wishFor(moved(text), visit, timeZone)).toMatchObject(expected));

  it.each(['move my visit', 'reschedule please', 'shift my friday booking'])('none is made of: %s', (text) =>
    expect(wishFor(moved(text), visit, timeZone)).toBeNull(),
  );
});

it('days and hours are all of the visit where nothing is to be moved', () => {
  const { constraints, wish } = readVisitMention('cancel the plumber tomorrow at 4 pm', {
    ...{ now, timeZone, moves: false },
  });
  expect(wish).toBeNull();
  expect(constraints).toMatchObject({ days: [{ from: '2026-11-21' }], hours: [{ times: ['16:00'] }] });
});
