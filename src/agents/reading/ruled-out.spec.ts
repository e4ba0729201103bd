import { ruledOutIn } from './ruled-out.js';

const saidIn = (text: string): string[] =>
  ruledOutIn(text).map(({ start, end }) => text.slice(start, end).trim());

it.each([
  ['termites no, rats yes', ['termites no']],
  ['not the carpet, the sofa', ['not the carpet']],
  ['the mattress not the sofa please', ['not the sofa please']],
  ['i need an electrician not a plumber', ['not a plumber']],
  ['tv, not fridge', ['not fridge']],
  ['no not plumber, carpenter', ['not plumber']],
  ['only the geyser, the tap works again', ['the tap works again']],
  ['just the tv, washing machine is fine now', ['washing machine is fine now']],
  ['geyser ki jagah nal', ['geyser ki jagah']],
  ['carpet instead of sofa', ['instead of sofa']],
  ['sofa nahi, gadda saaf karna hai', ['sofa nahi']],
  ['sofa nahi carpet karwana hai', ['sofa nahi']],
  ['plumber nahi chahiye, carpenter bhejo', ['plumber nahi chahiye']],
  ["we don't need the painter, only the cleaner", ["we don't need the painter"]],
  ['fridge ab theek hai, sirf pankha', ['fridge ab theek hai']],
  ['सोफा नहीं, कालीन', ['सोफा नहीं']],
  ['पंखा ठीक हो गया, सिर्फ गीज़र', ['पंखा ठीक हो गया']],
])('%s', (text, expected) => {
  expect(saidIn(text)).toEqual(expected);
});

it.each([
  'fan not working, 560034',
  'ac not cooling',
  'not cooling properly, ac',
  'paani nahi aa raha',
  'ac thanda nahi kar raha hai',
  'light nahi hai kamre mein',
  'geyser is working but water is not hot',
  'not today, tomorrow',
  'not sure, maybe the tap',
  'no, tomorrow',
  'no hot water',
  'is the tap fixed in one visit?',
  'गीज़र गरम नहीं कर रहा',
])('rules nothing out: %s', (text) => {
  expect(saidIn(text)).toEqual([]);
});
