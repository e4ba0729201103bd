import type { ServiceRead } from '../agent-tools.js';
import { optionsAnswering, optionsIn } from './option-reader.js';

const context = { now: new Date('2026-11-20T04:30:00Z'), timeZone: 'Asia/Kolkata' };
const extra = (code: string, ...terms: string[]) => ({
  code,
  name: code,
  group: null,
  isDefault: false,
  terms,
});
const size = (count: number, ...terms: string[]) => ({
  ...extra(`bhk_${count}`, `${count} bhk`, ...terms),
  name: `${count} BHK`,
  group: 'home_size',
});

function priced(name: string, unit: string | null, attributes: ServiceRead['attributes'] = []): ServiceRead {
  const names = { id: name, slug: name, name, description: '', subcategory: name, category: name };
  return { ...names, durationMinutes: 60, unit, phrases: [], attributes };
}
const ac = priced('AC service', 'AC', [extra('foam', 'foam wash')]);
const acFitting = priced('AC installation', 'AC', [extra('stand', 'stand'), extra('pipe', 'copper pipe')]);
const geyser = priced('Geyser installation', 'geyser');
const fan = priced('Fan repair', 'fan');
const washer = priced('Washing machine repair', 'washing machine');
const stove = priced('Gas stove repair', 'stove');
const sofa = priced('Sofa shampooing', 'seat');
const mattress = priced('Mattress cleaning', 'mattress');
const bathroom = priced('Bathroom cleaning', 'bathroom');
const camera = priced('CCTV installation', 'camera');
const cleaning = priced('Deep cleaning', null, [size(1), size(2), size(3), size(4, '5 bhk', 'villa')]);
const electrician = priced('Electrician visit', null);

it.each([
  [fan, '3 fans', 3],
  [fan, '3 old ceiling fans not working', 3],
  [fan, 'teen pankhe theek karne hain', 3],
  [fan, 'four leaky fans', 4],
  [ac, '2 split ACs', 2],
  [ac, 'do ac ki service', 2],
  [ac, '2 air conditioners', 2],
  [ac, '2 ac of 1.5 ton, 5 star', 2],
  [sofa, 'a 5 seater sofa', 5],
  [sofa, '5-seater sofa and a 2 seater', 7],
  [mattress, '6 mattresses', 6],
  [washer, '2 washing machines of 7 kg', 2],
  [bathroom, '3 bathrooms', 3],
  [sofa, '3+2 seater', 5],
  [sofa, '3 + 1 + 1 seater sofa set', 5],
  [ac, 'service of three 1.5 ton acs', 3],
  [ac, 'two 2 ton 5 star split acs', 2],
  [fan, 'fans: 4', 4],
  [fan, 'repair of 4 nos. fans', 4],
  [fan, 'पाँच पंखे ठीक करने हैं', 5],
])('%# counted: %j', (service, text, quantity) => {
  expect(optionsIn(service, text, context)).toMatchObject({ quantity, unclear: null });
});

it.each([
  [geyser, '25 litre geyser installation'],
  [ac, 'service of 1.5 ton ac'],
  [ac, '2 ton ac 5 star'],
  [washer, '6.5 kg washing machine repair'],
  [stove, '3 burner stove'],
  [fan, 'came 4 times for fan repair'],
  [fan, '3 blade fan'],
  [fan, 'fan with 5 speed regulator'],
  [fan, '48 inch fan'],
  [mattress, '6 feet mattress'],
  [camera, '8 channel camera'],
  [camera, '5 mp camera'],
  [fan, '2 rooms, fan not working'],
  [fan, 'flat 4, 2nd main, fan repair'],
])('%# no count: %j', (service, text) => {
  expect(optionsIn(service, text, context)).toMatchObject({ quantity: null, unclear: null });
});

it.each([
  [fan, '25 fans', 'quantity'],
  [fan, '2 or 3 fans', 'quantity'],
  [fan, '2-3 fans', 'quantity'],
  [fan, 'some fans', 'quantity'],
  [sofa, '3 + 2', 'quantity'],
  [bathroom, '2.5 bathrooms', 'quantity'],
  [cleaning, '2.5 bhk', 'size'],
  [cleaning, 'two and half bhk flat', 'size'],
  [cleaning, '10 bhk', 'size'],
  [cleaning, '7 bedroom house', 'size'],
  [electrician, '2 electricians', 'visits'],
  [electrician, 'send 3 people', 'visits'],
])('%# asked about: %j', (service, text, about) => {
  expect(optionsIn(service, text, context)).toMatchObject({
    attributes: [],
    quantity: null,
    unclear: { about },
  });
});

it.each([
  ['2 bhk', 'bhk_2'],
  ['5 bhk', 'bhk_4'],
  ['ek bhk', 'bhk_1'],
  ['दो बीएचके की सफाई', 'bhk_2'],
  ['3 bedroom house', 'bhk_3'],
  ['how much is it for 3 bhk?', 'bhk_3'],
])('a size of the card is taken: %s', (text, code) => {
  expect(optionsIn(cleaning, text, context)).toMatchObject({ attributes: [code], unclear: null });
});

it('charges extras that are wanted, and no others', () => {
  const read = (text: string) => optionsIn(acFitting, text, context);
  expect(read('ac installation with stand and copper pipe').attributes).toEqual(['stand', 'pipe']);
  expect(read('ac installation, stand mere paas hai, copper pipe chahiye')).toMatchObject({
    attributes: ['pipe'],
    declined: ['stand'],
  });
  expect(read('is the stand included?')).toMatchObject({ attributes: [], asked: ['stand'] });
});

describe('an answer to what was unclear', () => {
  const answer = (about: 'size' | 'quantity', service: ServiceRead, text: string) =>
    optionsAnswering({ about, said: '', sizes: [] }, service, text, context);

  it.each([
    ['quantity', fan, '4', { quantity: 4 }],
    ['quantity', fan, 'three', { quantity: 3 }],
    ['quantity', fan, 'make it 12 fans', { quantity: 12 }],
    ['size', cleaning, '3', { attributes: ['bhk_3'] }],
    ['size', cleaning, 'the larger one', { attributes: ['bhk_4'] }],
    ['size', cleaning, 'take it as 2 bhk', { attributes: ['bhk_2'] }],
  ] as const)('%s of %j: %s', (about, service, text, expected) => {
    expect(answer(about, service, text)).toEqual(expected);
  });

  it.each([
    ['quantity', fan, '40'],
    ['quantity', fan, 'why?'],
    ['size', cleaning, '12'],
    ['size', cleaning, 'what do you mean'],
  ] as const)('is none: %s of %j: %s', (about, service, text) =>
    expect(answer(about, service, text)).toBeNull(),
  );
});
