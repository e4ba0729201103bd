// How well causes are found, on days that were made up: some on which one professional, one area or one service went wrong, some on which
// nothing did.
import { hourMs } from '#libs/time';
import { madeUpDay, scored, seeded, type Outage } from '../../../test/support/outages.js';
import { standardNow } from '../../../test/support/app.js';
import { detectCauses, type Clue } from './cause-detector.js';

const scale = { unlike: 0.05, same: 0.5 };
const noUsual = new Map<string, number>();

const kinds = ['provider', 'area', 'service'] as const;
const categories = ['no_show', 'quality', 'billing'] as const;

function randomOutage(seed: number): Outage {
  const random = seeded(seed * 7919);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  return { kind: pick(kinds), category: pick(categories), size: 6 + Math.floor(random() * 20) };
}

/** Levels that were set before anything was measured. */
const wanted = { precision: 0.9, recall: 0.85 };

it('finds what went wrong on twenty-four days, with few others beside it', () => {
  const scores = Array.from({ length: 24 }, (_, index) => {
    const seed = 1000 + index;
    const day = madeUpDay(seed, randomOutage(seed), 8 + (seed % 20), standardNow);
    const [best] = detectCauses(day, noUsual, scale);
    const truth = new Set(day.filter(({ isOfOutage }) => isOfOutage).map(({ id }) => id));
    return scored(new Set(best?.members.map(({ id }) => id)), truth);
  });
  const mean = (name: 'precision' | 'recall') =>
    scores.reduce((sum, each) => sum + each[name], 0) / scores.length;
  const measured = { precision: mean('precision'), recall: mean('recall') };
  console.info(
    `causes on 24 made-up days: precision ${measured.precision.toFixed(3)}, recall ${measured.recall.toFixed(3)}`,
  );
  expect(measured.precision).toBeGreaterThanOrEqual(wanted.precision);
  expect(measured.recall).toBeGreaterThanOrEqual(wanted.recall);
});

it('offers nothing on twelve days on which nothing went wrong', () => {
  const offers = Array.from({ length: 12 }, (_, index) =>
    detectCauses(madeUpDay(1500 + index, null, 15 + 3 * index, standardNow), noUsual, scale),
  );
  console.info(`causes on 12 quiet days: ${offers.flat().length}`);
  expect(offers.flat()).toEqual([]);
});

describe('an offer', () => {
  const morning = (seed: number) =>
    madeUpDay(seed, { kind: 'provider', category: 'no_show', size: 12 }, 10, standardNow);

  it('is the same for the same complaints, in whatever order they come', () => {
    const day = morning(1);
    const ids = (clues: Clue[]) => detectCauses(clues, noUsual, scale).map(({ key, members }) => [key, members.map(({ id }) => id).sort()]); // prettier-ignore
    expect(ids(day.toReversed())).toEqual(ids(day));
  });

  it('is not made where so many are usual', () => {
    const day = morning(2);
    const [{ key } = { key: '' }] = detectCauses(day, noUsual, scale);
    expect(key).toBe('provider:provider-0');
    const offers = detectCauses(day, new Map([[key, 12]]), scale);
    expect(offers.map((each) => each.key)).not.toContain(key);
  });

  it('is not made of one customer who complains often', () => {
    const day = morning(3).map((clue) => ({ ...clue, customer: 'the same' }));
    expect(detectCauses(day, noUsual, scale)).toEqual([]);
  });

  it('is not made of what is days apart', () => {
    const day = morning(4).map((clue, index) => ({
      ...clue,
      at: new Date(clue.at.getTime() + index * 30 * hourMs),
    }));
    expect(detectCauses(day, noUsual, scale)).toEqual([]);
  });

  it('of two causes at once is two, and no complaint is in both', () => {
    const one = morning(5);
    const other = madeUpDay(6, { kind: 'area', category: 'quality', size: 10 }, 0, standardNow);
    const both = [
      ...one,
      ...other.map((clue) => ({ ...clue, id: `x-${clue.id}`, customer: `x-${clue.customer}` })),
    ];
    const offers = detectCauses(both, noUsual, scale);
    expect(offers.map(({ kind }) => kind).sort()).toEqual(['area', 'provider']);
    const ids = offers.flatMap(({ members }) => members.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
