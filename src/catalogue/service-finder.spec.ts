import { ServiceFinder } from './service-finder.js';

const service = (name: string, phrases: string[], kind = 'Kind', category = 'Category') => ({
  id: name,
  name,
  phrases,
  subcategory: { name: kind, category: { name: category } },
});

const services = [
  service('AC repair', ["my ac isn't cooling", 'ac thanda nahi kar raha'], 'AC', 'Appliances'),
  service('AC service', ['ac needs a service', 'ac ki service karwani hai'], 'AC', 'Appliances'),
  service('Full home cleaning', ['ghar ki safai karwani hai'], 'Full home', 'Cleaning'),
  service('Sofa cleaning', ['sofa bahut ganda hai'], 'Sofa', 'Cleaning'),
];
const finder = new ServiceFinder(services);
const anyService: (service: { name: string }) => boolean = () => true;
const find = (said: string, eligible = anyService) =>
  finder.find(said, eligible).map((found) => found.service.name);

describe('a service', () => {
  it('is found by its name with certainty', () => {
    expect(finder.find('AC repair', anyService)[0]).toEqual({ service: services[0], score: 1 });
  });

  it.each([
    ['typos', 'sofa claning', 'Sofa cleaning'],
    ['Hindi in Latin letters, spelt another way', 'ac thnda nhi kar rha', 'AC repair'],
    ['Devanagari', 'घर की सफ़ाई', 'Full home cleaning'],
    ['English words in Devanagari', 'एसी सर्विस', 'AC service'],
    ['dots within letters', 'A.C. repair', 'AC repair'],
    ['another spelling of the same sound', 'sofa bahut gandaa he', 'Sofa cleaning'],
    [
      'a phrase within a longer message',
      'hello ji mujhe ghar ki safai karwani hai kal',
      'Full home cleaning',
    ],
  ])('is found in spite of %s', (_, said, name) => {
    expect(find(said)[0]).toBe(name);
  });

  it('is found by the name of its category, in the order of names', () => {
    expect(find('cleaning')).toEqual(['Full home cleaning', 'Sofa cleaning']);
  });

  it('is not found by what only somebody else is asked for', () => {
    expect(find('quantum physics')).toEqual([]);
    expect(find('')).toEqual([]);
    expect(find('🙏 !!')).toEqual([]);
  });

  it('is not found beside a far better match, unless that is not wanted', () => {
    expect(find('full home cleaning')).toEqual(['Full home cleaning']);
    expect(find('full home cleaning', ({ name }) => name.startsWith('Sofa'))).toEqual(['Sofa cleaning']);
  });

  it('is found by the first sixty characters alone', () => {
    expect(find(`${'x'.repeat(60)} ac repair`)).toEqual([]);
  });
});
