import { extractEntities, readEntities } from '../entities/entities.js';

const FRIDAY = '2026-11-20T09:30:00+05:30';

/** The times heard in a phrase: "~" for about, "(..)" for the other reading, "from-to" for stretches. */
function times(text: string, now = FRIDAY, businessHours?: { from: string; to: string }): string {
  const entities = extractEntities(text, { now: new Date(now), timeZone: 'Asia/Kolkata', businessHours });
  return entities
    .flatMap((entity) => {
      if (entity.type === 'time_range') return [`${entity.from ?? ''}-${entity.to ?? ''}`];
      if (entity.type !== 'time') return [];
      const others = entity.alternatives.length > 0 ? ` (${entity.alternatives.join(' ')})` : '';
      return [`${entity.approximate ? '~' : ''}${entity.value}${others}`];
    })
    .join(' ');
}

describe('clock times', () => {
  test.each([
    ['10 AM', '10:00'],
    ['4.30 pm', '16:30'],
    ['6 p.m. tomorrow', '18:00'],
    ['6 P M', '18:00'],
    ['1030am', '10:30'],
    ['1630 hrs', '16:30'],
    ['at 18:00', '18:00'],
    ['18 45 in the evening', '18:45'],
    ['12 am', '00:00'],
    ['12 noon', '12:00'],
    ['noon', '12:00'],
    ['midnight', '00:00'],
    ['nine am', '09:00'],
    ['four thirty pm', '16:30'],
    ["4 o'clock", '16:00 (04:00)'],
    ['half past 4', '16:30 (04:30)'],
    ['quarter to 5', '16:45 (04:45)'],
    ['quarter past 9', '09:15 (21:15)'],
    ['10 past 4', '16:10 (04:10)'],
    ['25 to 7 pm', '18:35'],
    ['6:30', '18:30 (06:30)'],
    ['12:30', '12:30 (00:30)'],
    ['10ish', '~10:00 (22:00)'],
    ['around 11am', '~11:00'],
    // Hindi
    ['nau baje', '09:00 (21:00)'],
    ['do baje', '14:00 (02:00)'],
    ['kal kar do 10 baje', '10:00 (22:00)'],
    ['bhej do 11 baje', '11:00 (23:00)'],
    ['sade 4 baje', '16:30 (04:30)'],
    ['saadhe gyarah baje', '11:30 (23:30)'],
    ['sava 5', '17:15 (05:15)'],
    ['paune 6 baje', '17:45 (05:45)'],
    ['dedh baje', '13:30 (01:30)'],
    ['ten-thirty', '10:30 (22:30)'],
    ['a quarter to noon', '11:45'],
    ['in 1h30', '11:00'],
    ['in 2h 15m', '11:45'],
    ['dhai baje', '14:30 (02:30)'],
    ['half four', '16:30 (04:30)'],
    ['at half 9', '09:30 (21:30)'],
    ['quarter past noon', '12:15'],
    ['15h30', '15:30'],
    ['5 in the pm', '17:00'],
    ['tomorrow at 730', '19:30 (07:30)'],
    ['das bajkar bis minute', '10:20 (22:20)'],
    ['चार बजने में दस मिनट', '15:50 (03:50)'],
    ['साढ़े तीन बजे', '15:30 (03:30)'],
    ['पौने पाँच बजे', '16:45 (04:45)'],
    ['5 baje ke aas paas', '~17:00 (05:00)'],
    ['lagbhag 5 baje', '~17:00 (05:00)'],
    ['साढ़े चार बजे', '16:30 (04:30)'],
    // the part of the day decides, near or far
    ['kal subah 10 baje', '10:00'],
    ['aaj shaam 6 baje', '18:00'],
    ['raat 9 baje', '21:00'],
    ['raat 12 baje', '00:00'],
    ['dopahar 12 baje', '12:00'],
    ['9 baje raat ko', '21:00'],
    ['dhai baje dopahar', '14:30'],
    ['आज शाम ६ बजे', '18:00'],
    ['tomorrow around 10 in the morning', '~10:00'],
    ['6:30 in the evening', '18:30'],
    ['evening 7', '19:00'],
    ['at 9 at night', '21:00'],
    ['9 tomorrow morning', '09:00'],
    ['in the evening maybe 6', '18:00'],
    ['evening would suit, 6 works', '18:00'],
    ['tonight at 9', '21:00'],
    ['this afternoon around 3', '~15:00'],
    ['3 in the morning', '03:00'],
    // distances
    ['in two hours', '11:30'],
    ['3 ghante baad', '12:30'],
    ['aadhe ghante mein', '10:00'],
    ['1 and a half hours later', '11:00'],
    ['in an hour and a half', '11:00'],
    ['in an hour and 20 minutes', '10:50'],
    ['in three quarters of an hour', '10:15'],
    ['in 1/2 hour', '10:00'],
    ['डेढ़ घंटे में', '11:00'],
    ['paune do ghante baad', '11:15'],
    ['पैंतालीस मिनट में', '10:15'],
  ])('%s -> %s', (text, expected) => {
    expect(times(text)).toBe(expected);
  });
});

describe('a number is a time only where something says so', () => {
  test.each([
    ['at 11', '11:00 (23:00)'],
    ['11 works', '11:00 (23:00)'],
    ['make it 11 instead', '11:00 (23:00)'],
    ['around 10', '~10:00 (22:00)'],
    ['kal 9', '09:00 (21:00)'],
    ['tomorrow 4.30', '16:30 (04:30)'],
    ['can you do 3', '15:00 (03:00)'],
    ['10 or 11', '10:00 (22:00) 11:00 (23:00)'],
    ['come at 10 my AC needs repair', '10:00 (22:00)'],
    ['10', '10:00 (22:00)'],
    ['ok 11', '11:00 (23:00)'],
    ['2 bhk', ''],
    ['3 fans', ''],
    ['12, 5th cross', ''],
    ["I'm at 12, 5th cross, Koramangala", ''],
    ['flat 10', ''],
    ['flat 15H', ''],
    ['I live at 12A, MG road', ''],
    ['house no 4', ''],
    ['8-2-293/82', ''],
    ['Sunrise Apartments', ''],
    ['sector 21', ''],
    ['at 4 MG road', ''],
    ['500 rs', ''],
    ['560034', ''],
    ['at 2 places', ''],
    ['by 3 people', ''],
    ['2 plumbers tomorrow', ''],
    ['tomorrow 2 plumbers', ''],
    ['5 star ac', ''],
    ['one of the fans', ''],
    ['please do it', ''],
    ['stay for 3 nights', ''],
    ['good morning, need a plumber', ''],
    ['good evening! subh ratri', ''],
  ])('%s -> %s', (text, expected) => {
    expect(times(text)).toBe(expected);
  });

  test('alone it is a guess', () => {
    const [entity] = extractEntities('10', { now: new Date(FRIDAY), timeZone: 'Asia/Kolkata' });
    expect(entity).toMatchObject({ type: 'time', value: '10:00', confidence: 0.5 });
  });
});

describe('stretches of the day', () => {
  test.each([
    ['between 10 and 12', '10:00-12:00'],
    ['10-12', '10:00-12:00'],
    ['11-1', '11:00-13:00'],
    ['9 to 5', '09:00-17:00'],
    ['5-7pm', '17:00-19:00'],
    ['11-1 pm', '11:00-13:00'],
    ['10-12 am', '10:00-12:00'],
    ['6PM-8PM', '18:00-20:00'],
    ['11:30-12:30', '11:30-12:30'],
    ['from 10 am to 1 pm', '10:00-13:00'],
    ['10 baje se 12 baje tak', '10:00-12:00'],
    ['subah 10 se 12 ke beech', '10:00-12:00'],
    ['shaam 4 se 6', '16:00-18:00'],
    ['subah 11 baje se dopahar 1 baje', '11:00-13:00'],
    ['between 10 and 12 in the morning', '10:00-12:00'],
    ['after 6', '18:00-'],
    ['6 baje ke baad', '18:00-'],
    ['5 onwards', '17:00-'],
    ['not before 5', '17:00-'],
    ['anytime after 11', '11:00-'],
    ['by 5', '-17:00'],
    ['before 11am', '-11:00'],
    ['before noon', '-12:00'],
    ['11 baje se pehle', '-11:00'],
    ['5 tak aa jana', '-17:00'],
    ['no later than 7', '-19:00'],
    ['till 8', '-20:00'],
    ['shaam tak', '-20:00'],
    ['by tomorrow evening', '-20:00'],
    ['by tomorrow 5pm', '-17:00'],
    ['after 6 but before 9', '18:00-21:00'],
    ['within 2 hours', '09:30-11:30'],
    ['subah se paani nahi aa raha', ''],
    ['leaking since morning', ''],
    ['dopahar ke baad', '14:00-17:00'],
    ['दोपहर बाद', '14:00-17:00'],
    ['from 10 for 2 hours', '10:00-12:00'],
    ['4 pm for 45 minutes', '16:00-16:45'],
    ['around 3-5pm', '15:00-17:00'],
    ['through 2pm', '-14:00'],
    ['eight-eleven', '08:00-11:00'],
    ['is shaam', '17:00-20:00'],
    ['11 am at the earliest', '11:00-'],
    ['5 pm at the latest', '-17:00'],
    ['early tomorrow morning', '06:00-09:00'],
    ['late friday evening', '19:00-21:00'],
    ['first thing in the morning', '08:00-10:00'],
    ['any time in the afternoon', '12:00-17:00'],
    ['anytime', '08:00-21:00'],
    ['morning', '08:00-12:00'],
    ['subah', '08:00-12:00'],
    ['dopahar', '12:00-17:00'],
    ['shaam', '17:00-20:00'],
    ['raat', '20:00-23:00'],
    ['early morning', '06:00-09:00'],
    ['subah subah', '06:00-09:00'],
    ['late evening', '19:00-21:00'],
    ['first half', '08:00-13:00'],
    ['2nd half', '13:00-18:00'],
    ['post lunch', '14:00-17:00'],
    ['before lunch', '-13:00'],
    ['tonight', '20:00-23:00'],
    ['this evening', '17:00-20:00'],
    ['2-3 fans', ''],
    ['between 2 and 3 bhk', ''],
  ])('%s -> %s', (text, expected) => {
    expect(times(text)).toBe(expected);
  });
});

describe('a time in another zone, said on Friday 2026-11-20', () => {
  test.each([
    ['tomorrow 4 pm UK time', '2026-11-21 21:30'],
    ['4 pm tomorrow, london time', '2026-11-21 21:30'],
    ['UK time 4 pm tomorrow', '2026-11-21 21:30'],
    ['monday 8 pm PST', '2026-11-24 09:30'],
    ['9 am EST on monday', '2026-11-23 19:30'],
    ['tomorrow 14:00 (GMT)', '2026-11-21 19:30'],
    ['tomorrow 5 pm UTC+4', '2026-11-21 18:30'],
    ['tomorrow 10 to 11 am singapore time', '2026-11-21 07:30-08:30'],
    ['tomorrow 5 pm IST', '2026-11-21 17:00'],
    ['tomorrow 5 pm, plus gst', '2026-11-21 17:00'],
  ])('%s -> %s', (text, expected) => {
    const { entities, unread } = readEntities(text, { now: new Date(FRIDAY), timeZone: 'Asia/Kolkata' });
    const day = entities.find((entity) => entity.type === 'date');
    expect(`${day?.value} ${times(text)}`).toBe(expected);
    expect(unread).toEqual([]);
  });

  test('summer time counts', () => {
    expect(times('4 pm UK time', '2027-06-15T09:00:00+05:30')).toBe('20:30');
  });

  test.each(['5 pm US time', 'tomorrow 5 pm my time', '5 pm australian time'])('%s is doubtful', (text) => {
    const { entities, unread } = readEntities(text, { now: new Date(FRIDAY), timeZone: 'Asia/Kolkata' });
    expect(entities.find(({ type }) => type === 'time')).toMatchObject({
      value: '17:00',
      doubt: { readings: [] },
    });
    expect(unread).toMatchObject([{ reason: 'time_zone' }]);
  });
});

describe('am or pm, when nobody says', () => {
  test('the reading still ahead wins for today', () => {
    expect(times('today at 8')).toBe('20:00 (08:00)');
    expect(times('tomorrow at 8')).toBe('08:00 (20:00)');
    expect(times('aaj 4 baje', '2026-11-20T12:00:00+05:30')).toBe('16:00 (04:00)');
  });

  test('business hours decide', () => {
    expect(times('at 7')).toBe('19:00 (07:00)');
    expect(times('at 7', FRIDAY, { from: '06:00', to: '14:00' })).toBe('07:00 (19:00)');
  });
});
