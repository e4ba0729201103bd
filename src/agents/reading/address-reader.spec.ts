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
    expect(read('110001, 7 Kasturba')).toBe('7 Kasturba');
    expect(read('110001, 7 chairs')).toBeNull();
    expect(read('5 Chairs need polish 560001 tomorrow')).toBeNull();
  });

  it.each([
    ['my 2 bhk flat 400053, 10 Versova Link Road', '10 Versova Link Road'],
    ['geyser 500034, #5-9-22/A Secretariat Road', '#5-9-22/A Secretariat Road'],
    ['We are at 18 Boat House Road 411001. Painter can begin on Monday', '18 Boat House Road'],
    ['I stay in Flat no 5 Shanti Kunj, Pali Hill 400050', 'Flat no 5 Shanti Kunj, Pali Hill'],
    ['mera ghar 7 Brunton Cross pe hai, 560001', '7 Brunton Cross'],
    ['my 3 kids play there. I am at 380015, 16 Law Garden Road. Come at 1 pm', '16 Law Garden Road'],
    ['16 Wood Street 560025 and tomorrow I am home after 4', '16 Wood Street'],
    ['मेरा पता 12 गांधी नगर, 110001 है', '12 गांधी नगर'],
    ['110001, 3 मानेक बाग। कल सुबह 11 बजे', '3 मानेक बाग'],
    ['411014, 8 नगर रोड, कल सुबह 11 बजे। छत बहुत ऊँची है', '8 नगर रोड'],
  ])('is taken out of its sentence: %j', (text, line) => expect(read(text)).toBe(line));

  it('is one by its number and its way, whatever service its words sound like', () => {
    expect(read('560001, A-604 Sunshine Towers, tomorrow', { service: 'Sunshine' })).toBe(
      'A-604 Sunshine Towers',
    );
  });
});

it('stays quick on a message of nothing but commas', () => {
  expect(read(', '.repeat(2000))).toBeNull();
});
