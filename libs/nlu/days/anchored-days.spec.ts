import { readEntities } from '../entities/entities.js';

const MONDAY = '2026-11-30T07:00:00+05:30';

function days(text: string, now = MONDAY): string {
  const { entities } = readEntities(text, { now: new Date(now), timeZone: 'Asia/Kolkata' });
  return entities
    .flatMap((entity) =>
      entity.type === 'date' ? [entity.until ? `${entity.value}..${entity.until}` : entity.value] : [],
    )
    .join(' ');
}

describe('days counted from another day, said on Monday 2026-11-30', () => {
  test.each([
    ['4 days after tomorrow', '2026-12-05'],
    ['two weeks from tomorrow', '2026-12-15'],
    ['2 days before 12th dec', '2026-12-10'],
    ['a week from thursday', '2026-12-10'],
    ['week from tomorrow', '2026-12-08'],
    ['a week on thursday', '2026-12-10'],
    ['2 to 3 days after wednesday', '2026-12-04..2026-12-05'],
    ['the day before republic day', '2027-01-25'],
    ['the monday after 10 december', '2026-12-14'],
    ['saturday before christmas', '2026-12-19'],
    ['second tuesday after christmas', '2027-01-05'],
    ['the week after christmas', '2026-12-28..2027-01-03'],
    ['three wednesdays from now', '2026-12-16'],
    ['3 weeks on wednesday', '2026-12-23'],
    ['wednesday in two weeks', '2026-12-16'],
    ['from 10 dec for 3 days', '2026-12-10..2026-12-12'],
    ['week of 15 december', '2026-12-14..2026-12-20'],
    ['christmas week', '2026-12-21..2026-12-27'],
    ['aaj se 5 din baad', '2026-12-05'],
    ['kal se ek hafte baad', '2026-12-08'],
    ['15 december se teen din pehle', '2026-12-12'],
    ['दिवाली के दो दिन बाद', '2027-10-31'],
    ['christmas ke agle din', '2026-12-26'],
    ['ek din chhod ke', '2026-12-02'],
    ['teen hafte baad budhwar ko', '2026-12-23'],
  ])('%s -> %s', (text, expected) => {
    expect(days(text)).toBe(expected);
  });
});

describe('days counted inside a month', () => {
  test.each([
    ['third thursday of january', '2027-01-21'],
    ['last tuesday of the year', '2026-12-29'],
    ['second saturday', '2026-12-12'],
    ['last day of next month', '2026-12-31'],
    ['12th day of next month', '2026-12-12'],
    ['14 of next month', '2026-12-14'],
    ['first week of january', '2027-01-01..2027-01-07'],
    ['last week of december', '2026-12-25..2026-12-31'],
    ['first weekend of january', '2027-01-02..2027-01-03'],
    ['december ka doosra shanivar', '2026-12-12'],
    ['agle mahine ke aakhri somvar ko', '2026-12-28'],
    ['agle mahine ki 8 tarikh', '2026-12-08'],
    ['अगले महीने की पहली तारीख', '2026-12-01'],
    ['pandrah tarikh', '2026-12-15'],
    ['mahine ki 10 tarikh', '2026-12-10'], // this month's has passed
  ])('%s -> %s', (text, expected) => {
    expect(days(text)).toBe(expected);
  });
});

describe('whole periods, parts of them, and stretches with one end', () => {
  test.each([
    ['in january', '2027-01-01..2027-01-31'],
    ['february to april', '2027-02-01..2027-04-30'],
    ['मार्च से मई तक', '2027-03-01..2027-05-31'],
    ['next year in february', '2027-02-01..2027-02-28'],
    ['अगले साल 5 जून को', '2027-06-05'],
    ['8 july next year', '2027-07-08'],
    ['second quarter', '2027-04-01..2027-06-30'],
    ['3rd qtr of next year', '2027-07-01..2027-09-30'],
    ['2028Q2', '2028-04-01..2028-06-30'],
    ['this fortnight', '2026-11-30..2026-12-13'],
    ['late 2027', '2027-09-01..2027-12-31'],
    ['midweek', '2026-12-02..2026-12-03'],
    ['rest of the day', '2026-11-30'],
    ['the next 30 hours', '2026-11-30..2026-12-01'],
    ['in less than a week', '2026-11-30..2026-12-07'],
    ['next few days', '2026-12-01..2026-12-03'],
    ['on or after thursday', '2026-12-03..2026-12-09'],
    ['beginning january 8', '2027-01-08..2027-01-14'],
    ['thursday afternoon next week', '2026-12-10'],
    ['friday at 5 pm next week', '2026-12-11'],
    ['a week today', '2026-12-07'],
    ['a fortnight tomorrow', '2026-12-15'],
    ['in 3 working days', '2026-12-03'],
    ['within 4 business days', '2026-11-30..2026-12-04'],
    ['january 2028', '2028-01-01..2028-01-31'],
    ['the month of march', '2027-03-01..2027-03-31'],
    ['next year', '2027-01-01..2027-12-31'],
    ['in 2028', '2028-01-01..2028-12-31'],
    ['Q2 2027', '2027-04-01..2027-06-30'],
    ['02/2027', '2027-02-01..2027-02-28'],
    ['week after next', '2026-12-14..2026-12-20'],
    ['any weekday', '2026-11-30..2026-12-04'],
    ['early january', '2027-01-01..2027-01-10'],
    ['mid jan', '2027-01-11..2027-01-20'],
    ['end of december', '2026-12-21..2026-12-31'],
    ['beginning of next week', '2026-12-07..2026-12-09'],
    ['second half of december', '2026-12-16..2026-12-31'],
    ['december ke shuru mein', '2026-12-01..2026-12-10'],
    ['by thursday', '2026-11-30..2026-12-03'],
    ['before thursday', '2026-11-30..2026-12-02'],
    ['after thursday', '2026-12-04..2026-12-10'],
    ['from thursday onwards', '2026-12-03..2026-12-09'],
    ['guruwar tak', '2026-11-30..2026-12-03'],
    ['10 tarikh ke baad', '2026-12-11..2026-12-17'],
    ['tuesday to thursday next week', '2026-12-08..2026-12-10'],
    ['wednesday or friday next week', '2026-12-09 2026-12-11'],
    ['next week, thursday if possible', '2026-12-10'],
    ['5 se 8 december tak', '2026-12-05..2026-12-08'],
    ['10 august to 12 september 2028', '2028-08-10..2028-09-12'],
    ['from the 13th to the 15th of january', '2027-01-13..2027-01-15'],
  ])('%s -> %s', (text, expected) => {
    expect(days(text)).toBe(expected);
  });
});

describe('written dates', () => {
  test.each([
    ['12/25', '2026-12-25'], // the day can be no month
    ['5 june in 2028', '2028-06-05'],
    ['Feb 7 2027', '2027-02-07'],
    ['june fifth two thousand twenty seven', '2027-06-05'],
    ['₹12 January 27', '2027-01-27'],
    ['tuesday 22', '2026-12-22'],
    ['saturday, 5 december', '2026-12-05'],
    ['5 december (saturday)', '2026-12-05'],
    ['2026-12-05T10:30:00+05:30', '2026-12-05'],
    ['2026-12-05T22:30:00Z', '2026-12-06'],
    ['20261205', '2026-12-05'],
    ['the deadline is december 10', '2026-12-10'],
    ['5 दिसम्बर', '2026-12-05'],
    ['पच्चीस दिसंबर', '2026-12-25'],
    ['this march 8th', '2027-03-08'],
    ['mar/8', '2027-03-08'],
    ['8 march 29', '2029-03-08'],
    ['8 मार्च सन् 2028', '2028-03-08'],
    ['first of march in the year 2028', '2028-03-01'],
    ['christmas', '2026-12-25'],
    ['easter monday 2028', '2028-04-17'],
    ['good friday', '2027-03-26'],
    ['easter 2030', '2030-04-21'],
    ['thanksgiving', '2027-11-25'],
    ['black friday 2027', '2027-11-26'],
    ['memorial day', '2027-05-31'],
    ['new years eve', '2026-12-31'],
    ['gandhi jayanti', '2027-10-02'],
    ['holi 2028', '2028-03-11'],
    ['mother’s day', '2027-05-09'],
    ['पोंगल', '2027-01-15'],
  ])('%s -> %s', (text, expected) => {
    expect(days(text)).toBe(expected);
  });

  test.each([
    'may i march in',
    '24/7',
    '12/3, 5th cross',
    'flat 20/4',
    'rs 2027',
    '402, Budhwar Peth',
    '15 January Road',
    'near Monday market',
    'opposite Holi chowk',
    'id 55',
    '5 star rating in 1 place',
  ])('none in %s', (text) => {
    expect(days(text)).toBe('');
  });
});
