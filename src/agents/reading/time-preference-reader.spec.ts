import { readEntities } from '#libs/nlu';
import { noWish, type TimePreference } from './time-preference.js';
import { mergedWish, wishIn } from './time-preference-reader.js';
import { isExcluded } from './time-preference-values.js';

// A Friday, 10:00 in India.
const options = { now: new Date('2026-11-20T04:30:00Z'), timeZone: 'Asia/Kolkata' };
const today = '2026-11-20';

function said(text: string): TimePreference {
  return wishIn(
    { text, said: text, today, ...readEntities(text, options) },
    { isAsked: false, wish: noWish, earlierTime: null, earlierDate: null },
  );
}

describe('of several days', () => {
  it.each([
    ['called yesterday, today it is worse, send someone tomorrow 10am', '2026-11-21', []],
    ['send someone tomorrow at 10, it got worse today', '2026-11-21', []],
    ['kal se kharab hai, parso bhej do', '2026-11-22', []],
    ['tuesday or thursday at 11am', '2026-11-24', ['2026-11-26']],
    ['monday 11 am or wednesday 3 pm', '2026-11-23', ['2026-11-25']],
  ])('%s', (text, date, otherDates) => expect(said(text)).toMatchObject({ date, otherDates, until: null }));

  it('those in a row are one stretch', () => {
    expect(said('saturday or sunday')).toMatchObject({
      date: '2026-11-21',
      until: '2026-11-22',
      otherDates: [],
    });
  });
});

it('of several times each will do', () => {
  expect(said('tomorrow 11am or 2pm')).toMatchObject({ time: '11:00', alsoTimes: ['14:00'] });
  expect(said('tomorrow 11am, sorry 2pm')).toMatchObject({ time: '14:00', alsoTimes: [] });
});

describe('what is ruled out', () => {
  it('is no wish, and stays ruled out over the turns', () => {
    const first = said('any day other than tomorrow');
    expect(first).toMatchObject({ date: null, not: [{ date: '2026-11-21', until: '2026-11-21' }] });
    const next = mergedWish(first, said('11 am'));
    expect(next).toMatchObject({ date: null, time: '11:00' });
    expect(isExcluded(next.not, '2026-11-21', '11:00')).toBe(true);
    expect(isExcluded(next.not, '2026-11-22', '11:00')).toBe(false);
  });

  it('may lead to the one a week later', () => {
    expect(said('not this monday but the next, 11 am')).toMatchObject({ date: '2026-11-30', time: '11:00' });
  });

  it('is hours of every day, or of one', () => {
    const noMornings = said('anything but morning').not;
    expect(isExcluded(noMornings, '2026-11-24', '10:00')).toBe(true);
    expect(isExcluded(noMornings, '2026-11-24', '17:00')).toBe(false);
    const notThen = said('monday, not at 11 am').not;
    expect(isExcluded(notThen, '2026-11-23', '11:00')).toBe(true);
    expect(isExcluded(notThen, '2026-11-23', '11:30')).toBe(false);
  });

  it('takes the day out of the wish before, until it is asked for by name', () => {
    const wish = { ...noWish, date: '2026-11-21', time: '11:00' };
    const without = mergedWish(wish, said('not on saturday'));
    expect(without).toMatchObject({ date: null, time: '11:00' });
    expect(mergedWish(without, said('ok saturday then'))).toMatchObject({ date: '2026-11-21', not: [] });
  });
});

describe('what is not certain', () => {
  it.each([
    ['31 november at 11am', { about: 'day', reason: 'no_such_day' }],
    ['after my exams at 11 am', { about: 'day', reason: 'not_understood' }],
  ])('is asked about: %s', (text, doubt) => expect(said(text).doubt).toMatchObject(doubt));

  it.each(['tomorrow 11 am', 'any other time?', '11 am', 'next wednesday'])('is not made of: %s', (text) =>
    expect(said(text).doubt).toBeNull(),
  );

  it('stays so until the same is said again', () => {
    const doubtful = said('after my exams');
    expect(mergedWish(doubtful, said('11 am')).doubt).toMatchObject({ about: 'day' });
    expect(mergedWish(doubtful, said('tomorrow')).doubt).toBeNull();
  });
});
