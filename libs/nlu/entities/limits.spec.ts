import { readEntities, type EntityOptions } from './entities.js';
import type { Entity } from './entity.js';

const MONDAY: EntityOptions = { now: new Date('2026-11-30T07:00:00+05:30'), timeZone: 'Asia/Kolkata' };

function short(entity: Entity): string[] {
  if (entity.type === 'date') return [entity.until ? `${entity.value}..${entity.until}` : entity.value];
  if (entity.type === 'time') return [entity.value];
  return entity.type === 'time_range' ? [`${entity.from ?? ''}-${entity.to ?? ''}`] : [];
}

describe('what is ruled out is kept apart, said on Monday 2026-11-30', () => {
  test.each([
    // what is said, what stands, what is ruled out
    [
      'come any day other than wednesday, 4 pm',
      '16:00',
      '2026-12-02 2026-12-09 2026-12-16 2026-12-23 2026-12-30',
    ],
    ['any day except thursday', '', '2026-12-03 2026-12-10 2026-12-17 2026-12-24 2026-12-31'],
    ['never on a tuesday', '', '2026-12-01 2026-12-08 2026-12-15 2026-12-22 2026-12-29'],
    ['anytime but today', '08:00-21:00', '2026-11-30'],
    ['not on friday please', '', '2026-12-04'],
    ['friday is a bank holiday', '', '2026-12-04'],
    ['we are out of town on sunday', '', '2026-12-06'],
    ['sunday we are travelling, monday is ok', '2026-12-07', '2026-12-06'],
    ["I won't be at home tomorrow", '', '2026-12-01'],
    ['busy till wednesday', '2026-11-30..2026-12-02', ''],
    ['i am busy till wednesday', '', '2026-11-30..2026-12-02'],
    ['not tuesday or thursday', '', '2026-12-01 2026-12-03'],
    ['anything but afternoons', '', '12:00-17:00'],
    ['no evenings please', '', '17:00-20:00'],
    ['any time except 12 to 2 pm', '08:00-21:00', '12:00-14:00'],
    ["don't send anyone before 11", '', '-11:00'],
    ['not this sunday but the next one', '2026-12-13', '2026-12-06'],
    [
      'next week any day but thursday',
      '2026-12-07..2026-12-13',
      '2026-12-10 2026-12-17 2026-12-24 2026-12-31 2027-01-07',
    ],
    [
      'any weekday except wednesday',
      '2026-11-30..2026-12-04',
      '2026-12-02 2026-12-09 2026-12-16 2026-12-23 2026-12-30',
    ],
    ['budhwar chhod ke kabhi bhi', '08:00-21:00', '2026-12-02 2026-12-09 2026-12-16 2026-12-23 2026-12-30'],
    ['शुक्रवार के अलावा', '', '2026-12-04 2026-12-11 2026-12-18 2026-12-25 2027-01-01'],
    ['guruwar ko mat bhejna', '', '2026-12-03'],
    ['shanivar aur ravivar nahi', '', '2026-12-05 2026-12-06'],
    ['budhwar ko main ghar par nahi hun', '', '2026-12-02'],
    ['parson ghar pe nahi hun', '', '2026-12-02'],
    ['शनिवार को छुट्टी है', '', '2026-12-05'],
    ['raat ko nahi, subah', '08:00-12:00', '20:00-23:00'],
    ['not 3 pm, make it 5 pm', '17:00', '15:00'],
    ['parson bola tha, kal nahi', '2026-12-02', '2026-12-01'],
    ['शनिवार नहीं, शुक्रवार बोलना था', '2026-12-04', '2026-12-05'],
    ['budh nahi mangal', '2026-12-01', '2026-12-02'],
    ['shukr galti se likh diya, mangal chahiye', '2026-12-01', ''],
    // these rule nothing out
    ['the plumber did not come on friday', '2026-11-27', ''],
    ["why don't you come on friday", '2026-12-04', ''],
    ['fridge is not cooling, come tomorrow', '2026-12-01', ''],
    ["i'm moving out on saturday", '2026-12-05', ''],
    ['no, not now', '', ''],
    ["i'll leave tomorrow", '2026-12-01', ''],
    ['change it from tuesday to thursday', '2026-12-03', ''],
    ['5 pm, no wait 6 pm', '18:00', ''],
  ])('%s', (text, standing, excluded) => {
    const reading = readEntities(text, MONDAY);
    expect(reading.entities.flatMap(short).join(' ')).toBe(standing);
    expect(reading.excluded.flatMap(short).join(' ')).toBe(excluded);
  });
});

describe('words beside a value that were not understood make it uncertain', () => {
  test.each([
    ['thursday week', '2026-12-10', 'thursday week', ['2026-12-03', '2026-12-10']],
    ['next thursday', '2026-12-10', 'next thursday', ['2026-12-03', '2026-12-10']],
    ['thursday after next', '2026-12-10', 'thursday after next', ['2026-12-10', '2026-12-17']],
    ['thursday next', '2026-12-03', 'next', ['2026-12-03', '2026-12-10']],
    ['every thursday', '2026-12-03', 'every', []],
    ['two thursdays', '2026-12-03', 'two', []],
    ['the other thursday', '2026-12-03', 'other', ['2026-12-03', '2026-12-10']],
    ['thursday 4 december', '2026-12-04', 'thursday 4 december', ['2026-12-04', '2026-12-03']],
    ['in some days', '2026-12-03', 'in some days', ['2026-12-02', '2026-12-03', '2026-12-04']],
    ['after a few weeks', '2026-12-21', 'after a few weeks', ['2026-12-14', '2026-12-21', '2026-12-28']],
    ['kuch din baad', '2026-12-03', 'kuch din baad', ['2026-12-02', '2026-12-03', '2026-12-04']],
    ['in 7 working days', '2026-12-09', 'in 7 working days', ['2026-12-08', '2026-12-09']],
    ['bakrid', '2027-05-17', 'bakrid', ['2027-05-17', '2027-05-18']],
  ])('%s', (text, value, words, readings) => {
    const [day] = readEntities(text, MONDAY).entities;
    expect(day).toMatchObject({ type: 'date', value, doubt: { text: words, readings } });
  });

  test.each([
    'thursday',
    'this thursday at 4',
    'thursday next to the temple',
    '2nd floor, thursday',
    'call me before coming thursday',
    'a week from thursday',
    'thursday or friday',
    'we came back after lunch',
    'friday 4 december',
    'last visit was on thursday',
  ])('%s is certain', (text) => {
    expect(readEntities(text, MONDAY).entities.filter(({ doubt }) => doubt)).toEqual([]);
  });
});

describe('words about a day that give none', () => {
  test.each([
    ['31/9', 'no_such_day', '31/9'],
    ['come on 31 june', 'no_such_day', '31 june'],
    ['30 feb at 4', 'no_such_day', '30 feb'],
    ['35 january', 'no_such_day', '35 january'],
    ['31.11.2026', 'no_such_day', '31.11.2026'],
    ['sixth friday of january', 'no_such_day', 'sixth friday of january'],
    ['in some hours', 'not_understood', 'in some hours'],
    ['next winter', 'not_understood', 'next winter'],
    ['agli garmiyon mein', 'not_understood', 'agli garmiyon'],
    ['after the wedding, 10 am', 'not_understood', 'after the wedding'],
    ['before my flight', 'not_understood', 'before my flight'],
    ['exams ke baad', 'not_understood', 'exams ke baad'],
    ['some other day at 10', 'not_understood', 'some other day'],
    ['saraswati puja ko aana', 'not_understood', 'saraswati puja'],
    ['the week after', 'not_understood', 'week after'],
  ])('%s', (text, reason, words) => {
    expect(readEntities(text, MONDAY).unread).toMatchObject([{ reason, text: words }]);
  });

  test.each([
    'the ac stopped a few days ago',
    'not cooling since some days',
    'after the repair it broke again',
    'do you come every month',
    '2nd floor, 31 mg road',
    'my booking id is 55',
    '50/50',
    'a 15/14 plug',
    'which day is the earliest',
    'any other day',
    'what other timings do you have',
    'about 900 square feet',
    'woh cheez rakhi hai',
  ])('none in %s', (text) => {
    expect(readEntities(text, MONDAY).unread).toEqual([]);
  });

  test('said on 31 January, next month has no 31st', () => {
    const now = new Date('2027-01-31T09:00:00+05:30');
    const { entities, unread } = readEntities('31st of next month', { ...MONDAY, now });
    expect(entities).toEqual([]);
    expect(unread).toMatchObject([{ reason: 'no_such_day', text: '31st of next month' }]);
  });
});
