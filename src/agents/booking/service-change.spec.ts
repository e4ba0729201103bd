import { asksForInstead, namesThing } from './service-change.js';

const named = (name: string) => ({ id: name, slug: name, name, category: name });
const fitting = named('AC installation');
const plumber = named('Plumber visit (leaks and general work)');
const carpet = named('Carpet & rug cleaning');
const sofa = named('Sofa shampooing');
const lights = named('Light & chandelier installation');
const electrician = named('Electrician visit');
const rodents = named('Rat & rodent control');

it.each([
  ['plumber', plumber, fitting],
  ['carpet cleaning', carpet, sofa],
  ['only the rug', carpet, sofa],
  ['no make it carpet cleaning', carpet, sofa],
  ['i need someone for a leaking pipe', plumber, fitting],
  ['a plumber instead', plumber, fitting],
  ['rug ki safai karwani hai', carpet, sofa],
])('is asked for: %s', (text, wanted, current) => {
  expect(asksForInstead(text, text, wanted, current)).toBe(true);
});

it.each([
  ['we have our own pipe and bracket', plumber, fitting],
  ['pipe lagega kya', plumber, fitting],
  ['pipe ki zaroorat nahi chahiye', plumber, fitting],
  ['no pipe', plumber, fitting],
  ['light chali gayi shanivar ko', lights, electrician],
  ['it is rated 4 star', rodents, sofa],
  ['we sell carpets next door', carpet, sofa],
])('is only spoken of: %s', (text, wanted, current) => {
  expect(asksForInstead(text, text, wanted, current)).toBe(false);
});

it('tells the thing that a name is about from what both names have', () => {
  expect(namesThing('the geyser is not working', named('Geyser repair'), named('Tap repair'))).toBe(true);
  expect(namesThing('do ac hain', fitting, named('AC jet-wash service'))).toBe(false);
});
