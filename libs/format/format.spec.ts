import {
  formatClockTime,
  formatDay,
  formatDuration,
  formatMessage,
  formatMoney,
  formatShortDay,
  formatTime,
} from './index.js';

const india = 'Asia/Kolkata';
const lateEvening = new Date('2026-11-20T19:00:00Z'); // 00:30 of the 21st in India

describe('days and times', () => {
  it('are those on the wall there', () => {
    expect([formatDay(lateEvening, india), formatTime(lateEvening, india)]).toEqual([
      'Saturday 21 November',
      '12:30 am',
    ]);
    expect([formatDay(lateEvening, 'UTC'), formatTime(lateEvening, 'UTC')]).toEqual([
      'Friday 20 November',
      '7:00 pm',
    ]);
  });

  it('are written in the language', () => {
    expect([formatDay(lateEvening, india, 'hi'), formatShortDay(lateEvening, india, 'hi')]).toEqual([
      'शनिवार 21 नवंबर',
      '21 नव॰',
    ]);
    expect(formatDay(lateEvening, india, 'hi-Latn')).toBe('Saturday 21 November');
  });

  it.each([
    ['00:05', '12:05 am', 'रात 12:05 बजे', 'raat 12:05 baje'],
    ['03:59', '3:59 am', 'रात 3:59 बजे', 'raat 3:59 baje'],
    ['04:00', '4:00 am', 'सुबह 4:00 बजे', 'subah 4:00 baje'],
    ['11:30', '11:30 am', 'सुबह 11:30 बजे', 'subah 11:30 baje'],
    ['12:00', '12:00 pm', 'दोपहर 12:00 बजे', 'dopahar 12:00 baje'],
    ['16:00', '4:00 pm', 'शाम 4:00 बजे', 'shaam 4:00 baje'],
    ['18:30', '6:30 pm', 'शाम 6:30 बजे', 'shaam 6:30 baje'],
    ['20:00', '8:00 pm', 'रात 8:00 बजे', 'raat 8:00 baje'],
  ])('%s is %s, %s, %s', (clockTime, ...written) =>
    expect(
      (['en', 'hi', 'hi-Latn'] as const).map((language) => formatClockTime(clockTime, language)),
    ).toEqual(written),
  );
});

it.each([
  [12_34_567_00, '₹12,34,567'],
  [99_05, '₹99.05'],
  [50, '₹0.50'],
  [0, '₹0'],
])('%d paise are %s', (paise, written) => {
  expect([formatMoney(paise), formatMoney(paise, 'hi')]).toEqual([written, written]);
});

it.each([
  [1, '1 minute', '1 मिनट'],
  [90, '90 minutes', '90 मिनट'],
  [120, '2 hours', '2 घंटे'],
  [150, '2.5 hours', '2.5 घंटे'],
  [200, '3.33 hours', '3.33 घंटे'],
])('%d minutes are %s', (minutes, english, hindi) => {
  expect([formatDuration(minutes), formatDuration(minutes, 'hi')]).toEqual([english, hindi]);
});

describe('messages', () => {
  const facts = { at: '2026-11-22T05:00:00.000Z', paise: 12_34_567_00, count: 1, reference: "BK-1 <b>'" };
  const fill = (text: string, language: 'en' | 'hi' = 'en') => formatMessage(text, facts, language, india);

  it('write days, times and amounts in either language', () => {
    const text =
      '{at, date, day} | {at, date, shortDay} | {at, time, clock} | {paise, number, rupees} | {reference}';
    expect(fill(text)).toBe("Sunday 22 November | 22 Nov | 10:30 am | ₹12,34,567 | BK-1 <b>'");
    expect(fill(text, 'hi')).toBe("रविवार 22 नवंबर | 22 नव॰ | सुबह 10:30 बजे | ₹12,34,567 | BK-1 <b>'");
  });

  it('count', () => {
    const plural = '{n, plural, one {# visit} other {# visits}}';
    const of = (n: number) => formatMessage(plural, { n }, 'en', india);
    expect([0, 1, 2, 100_000].map(of)).toEqual(['0 visits', '1 visit', '2 visits', '1,00,000 visits']);
    // In Hindi nothing is `one` as well.
    expect(formatMessage('{n, plural, one {एक} other {अनेक}}', { n: 0 }, 'hi', india)).toBe('एक');
  });

  it.each([
    ['{nobody}', /"nobody" was not provided/],
    ['{constructor}', /"constructor" was not provided/],
    ['{reference, loud}', /INVALID_ARGUMENT_TYPE/],
    ['{at, date, loud}', /no such format/],
    ['{paise, number, rupee}', /no such format/],
    ['{paise, number}', /no such format/],
    ['{reference, date, day}', /not an instant/],
    ['{reference, number, rupees}', /not an amount/],
    ['{n, plural, one {#}}', /other|MISSING/],
  ])('refuse %s', (text, problem) => expect(() => fill(text)).toThrow(problem));
});
