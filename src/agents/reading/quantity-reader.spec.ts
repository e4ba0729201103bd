import { readEntities } from '#libs/nlu';
import type { ServiceRead } from '../agent-tools.js';
import { countIn, pluralIn } from './quantity-reader.js';

const context = { now: new Date('2026-11-20T04:30:00Z'), timeZone: 'Asia/Kolkata' };

function sold(name: string, unit: string | null, description = '', phrases: string[] = []): ServiceRead {
  const names = { id: name, slug: name, name, description, subcategory: name, category: name };
  return { ...names, durationMinutes: 60, unit, phrases, attributes: [] };
}
const ac = sold('AC service', 'AC');
const fan = sold('Fan repair', 'fan');
const tap = sold('Tap repair', 'tap');
const sofa = sold('Sofa shampooing', 'seat');
const drilling = sold('Drill & hang', 'item', 'Hanging of blinds, mirrors and wall shelves. Holes in tiles cost more.', ['drill holes in the wall', 'curtain rod fitting']); // prettier-ignore
const furniture = sold('Furniture repair', 'piece', 'Repair of a bed, chair or table on site.');
const haircut = sold("Men's haircut", 'person', 'Haircut for men and boys.');
const plumber = sold('Plumber visit', null);

const counted = (service: ServiceRead, text: string, isTimeAsked = false) =>
  countIn(service, text, readEntities(text, context).entities, isTimeAsked);

it.each([
  [ac, 'clean the acs, there are four of them', 4],
  [ac, 'ac service, total 3', 3],
  [fan, 'pankhe thik karne hain, teen hain', 3],
  [fan, '2 pcs', 2],
  [tap, 'we have three, all drip', 3],
  [ac, 'dono AC ki service', 2],
  [ac, 'both the split acs please', 2],
  [fan, 'दोनों पंखे बंद हैं', 2],
  [fan, 'both of them are stuck', 2],
  [sofa, 'one 4 seater and one 3 seater', 7],
  [sofa, 'a 3 seater and two 1 seater', 5],
  [sofa, 'two 3 seater sofas', 6],
  [sofa, '2 sofas of 3 seats each', 6],
  [drilling, '3 curtain rods and 2 mirrors', 5],
  [drilling, 'put up two wall shelves', 2],
  [furniture, '6 chairs wobble', 6],
  [haircut, 'haircut for 2 boys', 2],
  [fan, '2 fans in the hall and 1 in the bedroom', 3],
  [ac, 'two split acs and one window', 3],
  [fan, 'not 2 fans but 3', 3],
  [fan, '2 pankhe nahi 3', 3],
  [fan, 'no, only 2', 2],
  [fan, 'sirf ek hai', 1],
  [ac, 'ac jet wash, 3 units, tuesday', 3],
  [ac, 'we have three acs but only two need it', 2],
  [ac, 'ek AC warranty mein hai, sirf teen hi karo', 3],
])('%# counted: %j', (service, text, quantity) => {
  expect(counted(service, text)).toEqual({ quantity, isMore: false, unclear: null });
});

it.each([
  [fan, 'two more', 2],
  [fan, 'one more fan also', 1],
  [fan, 'ek aur pankha', 1],
  [fan, 'add another 2 fans', 2],
  [ac, 'do aur', 2],
  [ac, 'aur ek chahiye', 1],
  [tap, 'one less', -1],
  [tap, 'ek kam kar do', -1],
])('%# more or fewer: %j', (service, text, quantity) => {
  expect(counted(service, text)).toEqual({ quantity, isMore: true, unclear: null });
});

it.each([
  [ac, 'all the acs'],
  [fan, 'sabhi pankhe'],
  [fan, '2 or 3 fans'],
  [fan, 'there are 40 of them'],
  [sofa, '3 + 2'],
])('%# asked about: %j', (service, text) => {
  expect(counted(service, text)).toMatchObject({ quantity: null, unclear: expect.any(String) });
});

it.each([
  [ac, 'one more thing'],
  [ac, 'there are 3 rooms'],
  [ac, 'both sides are dirty'],
  [ac, 'do it on Monday'],
  [ac, 'in 2 more hours'],
  [fan, 'hum do log hain'],
  [drilling, 'drill 5 holes in the wall'],
  [fan, 'no. 4, 2nd cross'],
  [plumber, 'there are two of them'],
])('%# no count: %j', (service, text) => {
  expect(counted(service, text)).toEqual({ quantity: null, isMore: false, unclear: null });
});

it('takes a number that could be a time for none where a time is asked for', () => {
  expect(counted(fan, 'only 2', true).quantity).toBeNull();
  expect(counted(fan, 'there are 2 of them', true).quantity).toBe(2);
});

it.each([
  [ac, 'my ACs are not cooling', 'ACs'],
  [tap, 'the taps drip', 'taps'],
  [drilling, 'mirrors to be hung', 'mirrors'],
  [furniture, 'chairs toot gayi hain', 'chairs'],
  [ac, 'my AC is not cooling', null],
  [drilling, 'drill holes', null],
  [plumber, 'pipes leak', null],
])('%# several, of nobody knows how many: %j', (service, text, said) => {
  expect(pluralIn(service, text)).toBe(said);
});
