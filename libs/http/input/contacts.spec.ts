import { contactText, emailText, phoneText, pincodeText, sixDigitCode } from './contacts.js';

const number = '+919812345670';

it.each([
  ['as it is kept', '+919812345670'],
  ['ten digits', '9812345670'],
  ['in two groups', '98123 45670'],
  ['with the zero of a trunk call', '0 98123-45670'],
  ['with a country code and no sign', '919812345670'],
  ['as dialled from abroad', '0091 98123 45670'],
  ['with the country in brackets', '(+91) 98123 45670'],
  ['with both country and zero', '+91 (0) 98123 45670'],
  ['with dots', '98123.45670'],
  ['in square brackets', '[+91] 98123 45670'],
  ['copied from a link', 'tel:+91-98123-45670'],
  ['as on an old letterhead', '091-98123 45670'],
  ['with the dashes of a word processor', '98123\u201345\u2011670'],
  ['copied from an address book', '\u202a+91\u00a098123\u00a045670\u202c'],
  ['with a mark of direction and a zero-width space', '\u200e98123\u200b45670 '],
  ['in Devanagari', '९८१२३ ४५६७०'],
  ['in Bengali', '৯৮১২৩৪৫৬৭০'],
  ['in Tamil', '௯௮௧௨௩௪௫௬௭௦'],
  ['in Gurmukhi, with the country', '+੯੧ ੯੮੧੨੩ ੪੫੬੭੦'],
  ['in Urdu', '۹۸۱۲۳۴۵۶۷۰'],
  ['full-width', '＋９１ ９８１２３４５６７０'],
])('takes a phone number %s', (_how, typed) => {
  expect(phoneText.safeParse(typed).data).toBe(number);
  expect(contactText.parse(typed)).toBe(number);
});

it.each([
  ['letters in it', '98123x45670'],
  ['a digit too many', '981234567012'],
  ['a digit too few', '98123456'],
  ['another country', '+1 555 010 0199'],
  ['another country, eleven digits', '+8613812345670'],
  ['a plus and no country', '+9812345670'],
  ['two numbers', '9812345670, 9812345671'],
  ['a beginning that no mobile has', '5812345670'],
  ['no digits', 'Asha'],
  ['too much to read', `${' '.repeat(60)}9812345670`],
])('refuses a phone number with %s', (_what, typed) => {
  expect(phoneText.safeParse(typed).success).toBe(false);
});

it.each([
  '080-41234567', // Bengaluru
  '+91 80 2552 3456',
  '022-23456789', // Mumbai
  '011 2345 6789', // Delhi
  '0612-2234567', // Patna
  '079-26543210', // Ahmedabad
  '0674 253 4567', // Bhubaneswar
  '0731-2512345', // Indore
  '0884 234 5678', // Kakinada
])('tells the landline %s from a mobile number, and says so', (typed) => {
  const { error } = phoneText.safeParse(typed);
  expect(error!.issues.map(({ message }) => message)).toEqual([
    'must be an Indian mobile number: a landline takes no text messages',
  ]);
});

it('takes the ordinary series of mobile numbers', () => {
  const series = [
    '6000',
    '6200',
    '6290',
    '6300',
    '6350',
    '6360',
    '6381',
    '7000',
    '7004',
    '7020',
    '7200',
    '7303',
  ];
  series.push(
    '7406',
    '7550',
    '7669',
    '7718',
    '7799',
    '7829',
    '7838',
    '7892',
    '7976',
    '7990',
    '8001',
    '8010',
    '8088',
  );
  series.push(
    '8105',
    '8130',
    '8197',
    '8277',
    '8310',
    '8420',
    '8527',
    '8618',
    '8750',
    '8800',
    '8928',
    '8971',
    '9000',
  );
  series.push('9164', '9316', '9448', '9538', '9611', '9731', '9820', '9880', '9986', '9999');
  const refused = series.filter((start) => !phoneText.safeParse(`${start}512345`).success);
  expect(refused).toEqual([]);
});

it.each([
  ['Asha@Example.COM', 'asha@example.com'],
  ['  asha@example.com\u00a0', 'asha@example.com'],
  ['\u200basha@example.com\ufeff', 'asha@example.com'],
  ['ａｓｈａ＠example.com', 'asha@example.com'],
  ['asha@mail.xn--h2brj9c', 'asha@mail.xn--h2brj9c'],
  ['asha+home@sub.example.co.in', 'asha+home@sub.example.co.in'],
])('takes the e-mail address %j', (typed, kept) => {
  expect(emailText.safeParse(typed).data).toBe(kept);
  expect(contactText.parse(typed)).toBe(kept);
});

it.each([
  'asha',
  'asha@',
  'asha@example',
  'asha @example.com',
  'аsha@example.com',
  'a@example.com\nb@example.com',
  'asha@xn--',
  `${'a'.repeat(250)}@b.in`,
])('refuses the e-mail address %j', (typed) => expect(emailText.safeParse(typed).success).toBe(false));

it.each(['560 034', ' 560034 ', '५६००३४', '560-034', '５６００３４', '\u200e560034', '൫൬൦൦൩൪'])(
  'takes the pincode %j',
  (typed) => {
    expect(pincodeText.safeParse(typed).data).toBe('560034');
  },
);

it.each(['56003', '5600345', '060034', '56003a', '', '560034 560035'])('refuses the pincode %j', (typed) => {
  expect(pincodeText.safeParse(typed).success).toBe(false);
});

it('takes a code as it is read out and as a Hindi keyboard writes it', () => {
  for (const typed of ['012345', '012 345', '012-345', '०१२३४५'])
    expect(sixDigitCode.parse(typed)).toBe('012345');
  for (const typed of ['01234', '0123456', 'abcdef'])
    expect(sixDigitCode.safeParse(typed).success).toBe(false);
});

it('reads the digits of every script', () => {
  for (let point = 0x80; point <= 0x1ffff; point++) {
    const zero = String.fromCodePoint(point);
    if (!/\p{Nd}/u.test(zero) || /\p{Nd}/u.test(String.fromCodePoint(point - 1))) continue;
    const digits = [5, 6, 0, 0, 3, 4].map((digit) => String.fromCodePoint(point + digit)).join('');
    expect(pincodeText.safeParse(digits).data).toBe('560034');
  }
});
