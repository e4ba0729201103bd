import { priceOf, type PriceInput } from './price.js';
import { standardRules } from './rules/standard-rules.js';

const fridayMorning = new Date('2026-11-20T10:00:00+05:30');
const saturdayMorning = new Date('2026-11-21T10:00:00+05:30');
const sundayMorning = new Date('2026-11-22T10:00:00+05:30');

const cleaning = {
  service: { slug: 'full-home-cleaning', name: 'Full home cleaning', unit: null },
  rateCard: {
    pricePaise: 2_999_00,
    currency: 'INR',
    attributes: [
      { code: 'bhk_1', name: '1 BHK', group: 'home_size', pricePaise: 0, isDefault: true },
      { code: 'bhk_2', name: '2 BHK', group: 'home_size', pricePaise: 800_00, isDefault: false },
      { code: 'fridge', name: 'Fridge inside', group: null, pricePaise: 249_00, isDefault: false },
    ],
  },
};
const repair = {
  service: { slug: 'ac-repair', name: 'AC repair', unit: 'AC' },
  rateCard: { pricePaise: 349_00, currency: 'INR', attributes: [] },
};

function price(input: Partial<PriceInput>) {
  return priceOf({
    ...repair,
    attributes: [],
    quantity: 1,
    startsAt: saturdayMorning,
    now: fridayMorning,
    rules: standardRules,
    timeZone: 'Asia/Kolkata',
    ...input,
  });
}

function lines(input: Partial<PriceInput>) {
  return price(input).items.map((item) => [item.kind, item.code, item.quantity, item.amountPaise]);
}

describe('priceOf', () => {
  it('is the rate card and GST as its own line', () => {
    expect(price({})).toEqual({
      currency: 'INR',
      totalPaise: 411_82,
      items: [
        {
          kind: 'service',
          code: 'ac-repair',
          label: 'AC repair',
          quantity: 1,
          unitPaise: 34900,
          amountPaise: 34900,
          ruleId: null,
          ruleVersion: null,
          sacCode: null,
        },
        {
          kind: 'tax',
          code: 'gst',
          label: 'GST (18 %)',
          quantity: 1,
          unitPaise: 6282,
          amountPaise: 6282,
          ruleId: standardRules[2]!.ruleId,
          ruleVersion: 1,
          sacCode: '9987',
        },
      ],
    });
  });

  it('multiplies the service and its attributes by the quantity, the tax only once', () => {
    const foam = { code: 'foam', name: 'Foam', group: null, pricePaise: 100_00, isDefault: false };
    const rateCard = { ...repair.rateCard, attributes: [foam] };
    expect(lines({ rateCard, attributes: ['foam'], quantity: 3 })).toEqual([
      ['service', 'ac-repair', 3, 1_047_00],
      ['attribute', 'foam', 3, 300_00],
      ['tax', 'gst', 1, 242_46],
    ]);
  });

  it('takes the default of a group that was not decided, and only then', () => {
    const codes = (attributes: string[]) => lines({ ...cleaning, attributes }).map(([, code]) => code);
    expect(codes([])).toEqual(['full-home-cleaning', 'bhk_1', 'gst']);
    expect(codes(['fridge'])).toEqual(['full-home-cleaning', 'bhk_1', 'fridge', 'gst']);
    expect(codes(['fridge', 'bhk_2', 'bhk_2'])).toEqual(['full-home-cleaning', 'bhk_2', 'fridge', 'gst']);
  });

  it.each([
    ['Saturday 17:59', '2026-11-21T17:59:59+05:30', null],
    ['Saturday 18:00', '2026-11-21T18:00:00+05:30', 'evening'],
    ['Saturday 23:30, still Saturday in India', '2026-11-21T18:00:00Z', 'evening'],
    ['Sunday 00:15 in India, Saturday in UTC', '2026-11-21T18:45:00Z', 'sunday'],
    ['Sunday 19:00: once, not twice', '2026-11-22T19:00:00+05:30', 'sunday'],
    ['Monday 00:00', '2026-11-23T00:00:00+05:30', null],
  ])('surcharge on %s', (_, startsAt, code) => {
    const surcharges = lines({ startsAt: new Date(startsAt) }).filter(([kind]) => kind === 'surcharge');
    expect(surcharges).toEqual(code ? [['surcharge', code, 1, 34_90]] : []);
  });

  it('taxes the surcharge too', () => {
    expect(price({ startsAt: sundayMorning }).totalPaise).toBe(453_00); // 349.00 + 34.90 + 18 % of 383.90 = 69.102
  });

  it('has no surcharge while no time is agreed', () => {
    expect(lines({ startsAt: null }).map(([kind]) => kind)).toEqual(['service', 'tax']);
  });

  it('rounds half a paisa up, per line', () => {
    // 10 % of 25 paise is 2.5 -> 3; 18 % of 28 is 5.04 -> 5.
    expect(lines({ rateCard: { ...repair.rateCard, pricePaise: 25 }, startsAt: sundayMorning })).toEqual([
      ['service', 'ac-repair', 1, 25],
      ['surcharge', 'sunday', 1, 3],
      ['tax', 'gst', 1, 5],
    ]);
    // 18 % of 75 is 13.5 -> 14.
    expect(lines({ rateCard: { ...repair.rateCard, pricePaise: 75 } }).at(-1)).toEqual(['tax', 'gst', 1, 14]);
  });

  it('has a total that is the sum of its lines, each quantity × unit', () => {
    const { items, totalPaise } = price({
      ...cleaning,
      attributes: ['bhk_2', 'fridge'],
      startsAt: sundayMorning,
    });
    expect(items.reduce((sum, item) => sum + item.amountPaise, 0)).toBe(totalPaise);
    expect(items.every((item) => item.amountPaise === item.quantity * item.unitPaise)).toBe(true);
  });

  it('refuses what the rate card does not offer', () => {
    expect(() => price({ ...cleaning, attributes: ['bhk_9'] })).toThrow(
      expect.objectContaining({
        code: 'ATTRIBUTE_UNKNOWN',
        kind: 'unprocessable',
        data: { attribute: 'bhk_9', offered: ['bhk_1', 'bhk_2', 'fridge'] },
      }),
    );
  });

  it('refuses two of one group', () => {
    expect(() => price({ ...cleaning, attributes: ['bhk_1', 'bhk_2'] })).toThrow(
      expect.objectContaining({ code: 'ATTRIBUTES_EXCLUSIVE', kind: 'unprocessable' }),
    );
  });

  it('refuses a quantity where the service has no unit', () => {
    expect(() => price({ ...cleaning, quantity: 2 })).toThrow(
      expect.objectContaining({ code: 'QUANTITY_NOT_ALLOWED' }),
    );
  });
});
