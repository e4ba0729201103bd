import { extractEntities } from '#libs/nlu';
import { partsOf } from './text-parts.js';
import { addressIn } from './address-reader.js';

const options = { now: new Date('2026-11-20T04:30:00Z'), timeZone: 'Asia/Kolkata' };

/** As the reader of a whole message would call it; `service` is the part that names what is to be done. */
function read(text: string, { service = '', intent = 'provide_details' } = {}) {
  const parts = partsOf(text).map((part) => ({
    ...part,
    intent,
    namesService: service !== '' && part.text.includes(service),
  }));
  return addressIn(text, parts, extractEntities(text, options))?.line ?? null;
}

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

  it('goes on with a floor and a gate, and with streets named after days', () => {
    expect(read('14, 2nd Main, third floor, Koramangala', { service: 'floor' })).toBe(
      '14, 2nd Main, third floor, Koramangala',
    );
    expect(
      read('plumber tomorrow 10 am at 560034, 31, Budhwar Peth, ground floor', { service: 'plumber' }),
    ).toBe('31, Budhwar Peth, ground floor');
    expect(read('first floor bathroom is leaking', { service: 'floor' })).toBeNull();
  });

  it('needs less beside a pincode', () => {
    expect(read('600020 , 22 besant nagar adyar')).toBe('22 besant nagar adyar');
    expect(read('600020')).toBeNull();
  });
});

it('stays quick on a message of nothing but commas', () => {
  expect(read(', '.repeat(2000))).toBeNull();
});
