import { extractEntities } from '#libs/nlu';
import { partsOf } from '../language/parts.js';
import { addressIn } from './address.js';

const options = { now: new Date('2026-11-20T04:30:00Z'), timeZone: 'Asia/Kolkata' };

/** As the reader of a whole message would call it; `service` is the part that names what is to be done. */
function read(text: string, { expected = false, service = '', intent = 'provide_details' } = {}) {
  const parts = partsOf(text).map((part) => ({
    ...part,
    intent,
    namesService: service !== '' && part.text.includes(service),
  }));
  return addressIn(text, parts, extractEntities(text, options), expected)?.line ?? null;
}

describe('an address that was asked for', () => {
  it.each([
    '12, 5th cross, Koramangala',
    'A-12, Hauz Khas',
    '22 B, Koregaon Park lane 5',
    'No 4, 2nd floor, MG Road',
    '8-2-293/82, Jubilee hills road',
    'Prestige Residency, Tower 3',
    'Sunrise villa behind the school',
  ])('is taken whole: %s', (text) => {
    expect(read(text, { expected: true })).toBe(text);
  });

  it('is taken without its introduction, its pincode and the time beside it', () => {
    expect(read('my address is 45/1 4th block koramangala', { expected: true })).toBe(
      '45/1 4th block koramangala',
    );
    expect(read('no the address is wrong, it is 15 Babar Lane')).toBe('15 Babar Lane');
    expect(read('Flat 12A, Tower 3, Indiranagar - 560038', { expected: true })).toBe(
      'Flat 12A, Tower 3, Indiranagar',
    );
    expect(read('7, 3rd main tomorrow at 5 pm', { expected: true })).toBe('7, 3rd main');
  });

  it('is no other time', () => {
    expect(read('nah 11 is better', { expected: true, intent: 'change_details' })).toBeNull();
    expect(read('11 is too early, 12 instead', { expected: true, intent: 'change_details' })).toBeNull();
    expect(read('12 instead please', { expected: true })).toBeNull();
  });

  it('is no greeting, no yes and no question about something else', () => {
    expect(read('thanks', { expected: true, intent: 'thanks' })).toBeNull();
    expect(read('yes please do it', { expected: true, intent: 'affirm' })).toBeNull();
    expect(read('what is the weather like', { expected: true, intent: 'ask_service_info' })).toBeNull();
  });
});

describe('an address that was not asked for', () => {
  it('is found after the service', () => {
    expect(read('plumber 560034 tomorrow 10 am, 3, 2nd Main Koramangala', { service: 'plumber' })).toBe(
      '3, 2nd Main Koramangala',
    );
    expect(
      read('Need ac repair at 4pm at flat 302, Green Glen, Indiranagar 560038', { service: 'ac repair' }),
    ).toBe('flat 302, Green Glen, Indiranagar');
  });

  it('is not made of sizes, prices, times taken back, or rooms', () => {
    expect(read('deep cleaning for a 2 bhk on sunday, 560001', { service: 'deep cleaning' })).toBeNull();
    expect(read('my budget is 500 rs, fix my fan', { service: 'fan' })).toBeNull();
    expect(read('fridge repair 700019 tomorrow at 10, sorry 11 am', { service: 'fridge' })).toBeNull();
    expect(read('water leaking in main hall', { service: 'water' })).toBeNull();
  });

  it('needs less beside a pincode', () => {
    expect(read('600020 , 22 besant nagar adyar')).toBe('22 besant nagar adyar');
    expect(read('600020')).toBeNull();
  });
});

it('stays quick on a message of nothing but commas', () => {
  expect(read(', '.repeat(2000), { expected: true })).toBeNull();
});
