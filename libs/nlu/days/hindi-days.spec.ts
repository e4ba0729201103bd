import { readEntities } from '../entities/entities.js';

const MONDAY = { now: new Date('2026-11-30T07:00:00+05:30'), timeZone: 'Asia/Kolkata' };

/** Days and hours as read, in order. */
function heard(text: string): string {
  return readEntities(text, MONDAY)
    .entities.flatMap((entity) => {
      if (entity.type === 'date') return [entity.until ? `${entity.value}..${entity.until}` : entity.value];
      if (entity.type === 'time') return [entity.value];
      return entity.type === 'time_range' ? [`${entity.from ?? ''}-${entity.to ?? ''}`] : [];
    })
    .join(' ');
}

describe('Hindi in both scripts, said on Monday 2026-11-30 at 07:00', () => {
  test.each([
    // English days in Devanagari
    ['वेडनेसडे को', '2026-12-02'],
    ['नेक्स्ट वीक संडे', '2026-12-13'],
    ['टुमारो मॉर्निंग', '2026-12-01 08:00-12:00'],
    ['डे आफ्टर टुमारो', '2026-12-02'],
    ['सैटरडे ईवनिंग 6 पीएम', '2026-12-05 18:00'],
    // periods and their parts
    ['आने वाले हफ़्ते', '2026-12-07..2026-12-13'],
    ['अगली तिमाही में', '2027-01-01..2027-03-31'],
    ['फरवरी की शुरुआत में', '2027-02-01..2027-02-10'],
    ['मार्च के मध्य में', '2027-03-11..2027-03-20'],
    ['अगले महीने की शुरुआत', '2026-12-01..2026-12-10'],
    ['फरवरी का दूसरा शनिवार', '2027-02-13'],
    ['गुरुवार और शनिवार के बीच', '2026-12-03..2026-12-05'],
    ['teesri timahi', '2027-07-01..2027-09-30'],
    ['2028 में', '2028-01-01..2028-12-31'],
    // lengths
    ['हफ्ते भर में', '2026-12-07'],
    ['एकाध दिन में', '2026-12-01..2026-12-02'],
    ['चार सप्ताहों में', '2026-12-28'],
    ['तीन महीनों के बाद', '2027-02-28'],
    ['tin din baad', '2026-12-03'],
    ['tees din baad', '2026-12-30'],
    ['पौन घंटे में', '2026-11-30 07:45'],
    ['das bajkar tees minute', '10:30'],
    ['पाँच कार्य दिवसों में', '2026-12-07'],
    ['agle kuch dinon mein', '2026-12-01..2026-12-03'],
    // parts of the day
    ['मध्याह्न', '12:00'],
    ['कल प्रातः 9 बजे', '2026-12-01 09:00'],
    ['कल सायं 5 बजे', '2026-12-01 17:00'],
    ['अपराह्न 3 बजे', '15:00'],
    ['कल देर शाम', '2026-12-01 19:00-21:00'],
    ['कल सुबह-सुबह', '2026-12-01 06:00-09:00'],
    ['सोमवार को लंच के बाद', '2026-12-07 14:00-17:00'],
    ['sat baje', '19:00'],
    // at once
    ['जल्द से जल्द भेजिए', '2026-11-30'],
    ['jitni jaldi ho sake', '2026-11-30'],
  ])('%s -> %s', (text, expected) => expect(heard(text)).toBe(expected));

  test('"kuch dinon mein" is no part of the day, but one of several', () => {
    const { entities } = readEntities('कुछ दिनों में भेजिए', MONDAY);
    expect(entities).toMatchObject([
      { type: 'date', value: '2026-12-03', doubt: { readings: ['2026-12-02', '2026-12-03', '2026-12-04'] } },
    ]);
  });

  test.each(['हर मंगलवार', 'pratyek shukravar ko', 'each friday'])('%s is not one day', (text) => {
    expect(readEntities(text, MONDAY).entities[0]!.doubt).toBeDefined();
  });
});
