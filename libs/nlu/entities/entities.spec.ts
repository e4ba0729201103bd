import { extractEntities, type EntityOptions } from './entities.js';
import type { Entity } from './entity.js';

const options: EntityOptions = {
  now: new Date('2026-11-20T09:30:00+05:30'),
  timeZone: 'Asia/Kolkata',
  gazetteers: [
    {
      name: 'city',
      entries: [
        { value: 'bengaluru', terms: ['Bangalore', 'Bengaluru', 'blr'] },
        { value: 'pune', terms: ['Pune'] },
      ],
    },
    {
      name: 'service',
      entries: [
        { value: 'ac-repair', terms: ['AC', 'AC repair'] },
        { value: 'fan', terms: ['fan', 'ceiling fan'] },
        { value: 'deep-cleaning', terms: ['deep cleaning'] },
      ],
    },
  ],
  patterns: [{ type: 'booking_reference', pattern: /\bBK-[0-9A-Z]{6}\b/i }],
};

function short(entity: Entity): string {
  switch (entity.type) {
    case 'term':
      return `${entity.list}:${entity.value}`;
    case 'price':
      return `${entity.paise} paise`;
    case 'number':
    case 'measure':
      return entity.unit ? `${entity.value} ${entity.unit}` : String(entity.value);
    case 'time_range':
      return `${entity.from ?? ''}-${entity.to ?? ''}`;
    default:
      return entity.value;
  }
}

function heard(text: string): string[] {
  return extractEntities(text, options).map(short);
}

describe('whole messages', () => {
  test.each([
    [
      "hi, my AC isn't cooling, can someone come tomorrow around 10 in the morning? I'm in 560034",
      ['service:ac-repair', '2026-11-21', '10:00', '560034'],
    ],
    ['12, 5th cross, Koramangala', ['12']],
    ['pincode 400050', ['400050']],
    ['today evening', ['2026-11-20', '17:00-20:00']],
    ['ok 6:30', ['18:30']],
    [
      'Need deep cleaning for a 2bhk in Pune this Sunday and also what do you charge for sofa shampooing',
      ['service:deep-cleaning', '2 bhk', 'city:pune', '2026-11-22'],
    ],
    ['book pest control at 999999', ['999999']],
    ['kal subah 9 baje plumber chahiye, 110016', ['2026-11-21', '09:00', '110016']],
    ['कल सुबह ९ बजे प्लंबर चाहिए, ११००१६', ['2026-11-21', '09:00', '110016']],
    [
      'tomorrow morning around 9:30 at flat 402, Prestige Towers, HSR Layout 560102',
      ['2026-11-21', '09:30', '402', '560102'],
    ],
    ['technician came on monday and charged Rs 1,500', ['2026-11-16', '150000 paise']],
    [
      'bk-1a2b3c was for yesterday 4pm but nobody came',
      ['booking_reference:bk-1a2b3c', '2026-11-19', '16:00'],
    ],
    ['call me on 98765 43210 after 6, ravi.k@gmail.com', ['+919876543210', '18:00-', 'ravi.k@gmail.com']],
    ['', []],
    ['😀 <b>hi</b> \u0000', []],
  ])('%s', (text, expected) => {
    expect(heard(text)).toEqual(expected);
  });

  test('offsets point into the message as it was sent', () => {
    const text = '😀 कल ९ बजे, ₹ 1,200 – OK?';
    const entities = extractEntities(text, options);
    expect(entities.map((entity) => entity.text)).toEqual(['कल', '९ बजे', '₹ 1,200']);
    for (const { start, end, text: words } of entities) expect(text.slice(start, end)).toBe(words);
  });

  test('words that give a day and a time give both', () => {
    const [day, time] = extractEntities('come in two hours', options);
    expect(day).toMatchObject({ type: 'date', value: '2026-11-20', text: 'in two hours' });
    expect(time).toMatchObject({ type: 'time', value: '11:30', text: 'in two hours' });
  });

  test('a name over the noun of a count leaves the number', () => {
    const found = extractEntities('3 ceiling fans', options);
    expect(found.map((entity) => [entity.text, short(entity)])).toEqual([
      ['3', '3 ceiling fan'],
      ['ceiling fans', 'service:fan'],
    ]);
  });
});

describe('contacts', () => {
  test.each([
    ['560 034', '560034'],
    ['pin 560034', '560034'],
    ['560-034', '560034'],
    ['5 6 0 0 3 4', '560034'],
    ['५ ६ ० ० ३ ४', '560034'],
    ['pin: 560-234', '560234'],
    ['my pincode is ५६००३४', '560034'],
    ['+91 98765 43210', '+919876543210'],
    ['098765-43210', '+919876543210'],
    ['919876543210', '+919876543210'],
    ['987-654-3210', '+919876543210'],
    ['mail A.B+c@mail.example.co.in, thanks', 'a.b+c@mail.example.co.in'],
  ])('%s -> %s', (text, expected) => {
    expect(heard(text)).toEqual([expected]);
  });

  test.each([
    ['560034 9876543210', '560034, +919876543210'],
    ['9876543210 560034', '+919876543210, 560034'],
    ['560034 2026-12-05', '560034, 2026-12-05'],
    ['2026-12-05 560034', '2026-12-05, 560034'],
    ['560034,9876543210', '560034, +919876543210'],
    ['560 034 9876543210', '560034, +919876543210'],
    ['560034 402', '560034'],
  ])('a pincode beside another number: %s', (text, expected) => {
    expect(
      extractEntities(text, options)
        .filter(({ type }) => type !== 'number')
        .map(short)
        .join(', '),
    ).toBe(expected);
  });

  test.each([
    'not@mail',
    '560 034 234',
    '1 2 3 4 5 6 7',
    '98765 432101',
    '560034,500',
    '012345',
    '5600345',
    'otp 123456',
    'order 560034',
    '560-800',
    '1234567890',
    '98765 4321',
  ])('none in %s', (text) => {
    const types = extractEntities(text, options).map(({ type }) => type);
    expect(types.filter((type) => ['pincode', 'phone', 'email'].includes(type))).toEqual([]);
  });
});

describe('money and counts', () => {
  test.each([
    ['Rs 500', '50000 paise'],
    ['Rs.500/-', '50000 paise'],
    ['₹1,200', '120000 paise'],
    ['₹499.50', '49950 paise'],
    ['1,20,000 rupees', '12000000 paise'],
    ['2k rupees', '200000 paise'],
    ['500 rupaye', '50000 paise'],
    ['paanch sau pachas rupaye', '55000 paise'],
    ['dedh sau rupaye', '15000 paise'],
    ['dhai hazaar', '250000 paise'],
    ['पाँच सौ रुपये', '50000 paise'],
    ['two thousand five hundred rupees', '250000 paise'],
    ['under 800 rs', '80000 paise'],
    ['price under 2000', '200000 paise'],
    ['you charged 1500', '150000 paise'],
    ['500-800 rs', '50000 paise, 80000 paise'],
    ['budget 10-12k', '1000000 paise, 1200000 paise'],
    ['rs 560034', '56003400 paise'],
    ['2 bhk', '2 bhk'],
    ['2bhk', '2 bhk'],
    ['two bathrooms', '2 bathroom'],
    ['1.5 ton', '1.5 ton'],
    ['3 batteries', '3 battery'],
    ['2 hours', '2 hour'],
    ['do pankhe', '2 pankhe'],
    ['how do transfers work', ''],
    ['which one', ''],
  ])('%s -> %s', (text, expected) => {
    expect(heard(text).join(', ')).toBe(expected);
  });
});

describe('what is taken back is left out', () => {
  test.each([
    ['not 10, make it 11', ['11:00']],
    ['no, tomorrow not today', ['2026-11-21']],
    ['aaj nahi kal', ['2026-11-21']],
    ['kal nahi ho payega, parson aana', ['2026-11-22']],
    ['kal nahi aaya', ['2026-11-19']],
    ["tomorrow won't work, how about sunday", ['2026-11-22']],
    ["can't do 10, 11 is fine", ['11:00']],
    ['not in the morning, evening please', ['17:00-20:00']],
    ['subah nahi shaam ko aana', ['17:00-20:00']],
    ['10 ki jagah 11', ['11:00']],
    ['11 instead of 10', ['11:00']],
    ['10, no wait 11', ['11:00']],
    ['tomorrow, sorry, day after tomorrow', ['2026-11-22']],
    ['change from 10 to 11', ['11:00']],
    ['10 baje se 11 baje kar do', ['11:00']],
    ['shift it from monday to tuesday', ['2026-11-24']],
    ['kal wala booking parson shift karo', ['2026-11-22']],
    ['not Pune, Bangalore', ['city:bengaluru']],
    ["i'm not available tomorrow, come on sunday", ['2026-11-22']],
    ['any day except sunday', []],
    ['why not tomorrow?', ['2026-11-21']],
    ['AC not working since yesterday', ['service:ac-repair', '2026-11-19']],
  ])('%s', (text, expected) => {
    expect(heard(text)).toEqual(expected);
  });
});

test.each([
  'a',
  '1',
  '1,22,',
  'a.',
  '1/',
  'a@',
  '9 ',
  'kal ',
  'between 10 and ',
  'क',
  'rs 500 ',
  '\u0000',
  '😀',
])('4,000 characters of "%s" are read in order, without overlap', (piece) => {
  const entities = extractEntities(piece.repeat(4000).slice(0, 4000), options);
  const overlapping = entities.filter((entity, i) => i > 0 && entity.start < entities[i - 1]!.end);
  expect(overlapping).toEqual([]);
});

describe('a very long message', () => {
  const talk = 'and then he said that it was all right '.repeat(100);

  test('is read at its beginning and at its end, which counts most', () => {
    const found = heard(`come on 5 december. ${talk} no, 6 december at 4 pm, 560034`);
    expect(found).toEqual(['2026-12-05', '2026-12-06', '16:00', '560034']);
  });

  test('costs no more words than the bound, wherever they stand', () => {
    const found = extractEntities('7 december '.repeat(1000), options).filter(({ type }) => type === 'date');
    expect(found.length).toBeLessThanOrEqual(200);
  });

  test('of digits without end holds nothing, and what stands beside them is read', () => {
    expect(heard(`tomorrow at 4 pm ${'9 '.repeat(300)}`)).toEqual(['2026-11-21', '16:00']);
  });

  test('has offsets that are true behind what was left out', () => {
    const text = `${talk}tomorrow at 4 pm`;
    for (const { start, end, text: words } of extractEntities(text, options))
      expect(text.slice(start, end)).toBe(words);
  });
});
