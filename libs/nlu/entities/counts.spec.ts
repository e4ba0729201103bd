import { extractEntities } from './entities.js';

const options = { now: new Date('2026-11-30T07:00:00+05:30'), timeZone: 'Asia/Kolkata' };

function heard(text: string): string {
  return extractEntities(text, options)
    .flatMap((entity) =>
      entity.type === 'number' || entity.type === 'measure'
        ? [`${entity.type} ${entity.value} ${entity.unit ?? '-'}`]
        : [],
    )
    .join(', ');
}

describe('numbers of things', () => {
  test.each([
    ['3 ceiling fans', 'number 3 ceiling fan'],
    ['two bathrooms and 1 kitchen', 'number 2 bathroom, number 1 kitchen'],
    ['6 mattresses', 'number 6 mattress'],
    ['5 seater sofa', 'number 5 seater'],
    ['teen pankhe', 'number 3 pankhe'],
    ['चार कुर्सियाँ', 'number 4 kursiyaan'],
    ['do fridge thik karna hai', 'number 2 fridge'],
    ['दो पंखे', 'number 2 pankhe'],
    ['2 doors', 'number 2 door'],
    ['2 ac ki service', 'number 2 ac'],
  ])('%s', (text, expected) => {
    expect(heard(text)).toBe(expected);
  });
});

describe('sizes, ratings, lengths and fractions say nothing about how many', () => {
  test.each([
    ['2 ton split ac', 'measure 2 ton'],
    ['1.5 ton', 'measure 1.5 ton'],
    ['dedh ton ka ac', 'measure 1.5 ton'],
    ['25 litre geyser', 'measure 25 litre'],
    ['25ltr geyser', 'measure 25 litre'],
    ['4 star fridge', 'measure 4 star'],
    ['6.5 kg machine', 'measure 6.5 kg'],
    ['43 inch tv', 'measure 43 inch'],
    ['43" tv', 'measure 43 inch'],
    ['3 burner hob', 'measure 3 burner'],
    ['double door, 2 door fridge', 'measure 2 door'],
    ['10 watt bulb', 'measure 10 watt'],
    ['5 feet bed', 'measure 5 foot'],
    ['900 sq ft', 'measure 900 sqft'],
    ['900 square feet', 'measure 900 sqft'],
    ['2.5 bhk', 'measure 2.5 bhk'],
    ['two and a half bhk', 'measure 2.5 bhk'],
    ['dhai bhk', 'measure 2.5 bhk'],
    ['2.5 bathrooms', 'measure 2.5 bathroom'],
    ['i called 4 times', 'measure 4 time'],
    ['teen baar call kiya', 'measure 3 time'],
    ['a 3 year old ac', 'measure 3 year'],
    ['20% off', 'measure 20 percent'],
  ])('%s', (text, expected) => {
    expect(heard(text)).toBe(expected);
  });
});
