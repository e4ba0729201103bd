import { readFile } from 'node:fs/promises';
import { byScore, partPoints, scoreOf, scoreParts, type CandidateFacts } from './candidate-score.js';

/** Unknown to the customer, without reviews, visits or anything else that day. */
const nobody: CandidateFacts = {
  ratingAverage: 0,
  ratingCount: 0,
  travelBeforeMinutes: null,
  travelAfterMinutes: null,
  visitsThatDay: 0,
  visitsOfService: 0,
  visitsTogether: 0,
  ownRating: null,
};
const pointsOf = (facts: Partial<CandidateFacts>) =>
  Object.fromEntries(scoreOf({ ...nobody, ...facts }).parts.map(({ part, points }) => [part, points]));

it('gives at most a hundred points, and says what each part gave', () => {
  expect(scoreParts.reduce((sum, part) => sum + partPoints[part], 0)).toBe(100);
  const best = scoreOf({
    ...nobody,
    ratingAverage: 5,
    ratingCount: 100_000,
    travelBeforeMinutes: 0,
    travelAfterMinutes: 0,
    visitsOfService: 500,
    visitsTogether: 3,
    ownRating: 5,
  });
  expect(best.score).toBe(100);
  expect(best.parts.every(({ because }) => because.endsWith('.'))).toBe(true);
});

it('is worked out as the guide does', async () => {
  const guide = await readFile(new URL('../../../docs/dispatch.md', import.meta.url), 'utf8');
  const rows = [
    ...guide.matchAll(
      /^\| (Sita|Gita|Ravi) +\| (\d+) +\| (\d+) +\| (\d+) +\| (\d+) +\| (\d+) +\| (\d+) +\|$/gm,
    ),
  ];
  const known: Record<string, Partial<CandidateFacts>> = {
    Sita: {
      ownRating: 5,
      ratingAverage: 4.6,
      ratingCount: 45,
      travelBeforeMinutes: 10,
      travelAfterMinutes: 20,
      visitsOfService: 11,
      visitsThatDay: 2,
    },
    Gita: { ratingAverage: 4.9, ratingCount: 95, visitsOfService: 40 },
    Ravi: {
      visitsTogether: 2,
      ratingAverage: 5,
      ratingCount: 1,
      travelBeforeMinutes: 80,
      travelAfterMinutes: 60,
      visitsThatDay: 5,
    },
  };
  const told = rows.map(([, name, ...figures]) => [name, ...figures.map(Number)]);
  const worked = Object.entries(known).map(([name, facts]) => {
    const { preference, travel, rating, skill, load } = pointsOf(facts);
    return [name, preference, travel, rating, skill, load, scoreOf({ ...nobody, ...facts }).score];
  });
  expect(told).toEqual(worked);
});

it('prefers whom the customer liked to whom they only had, to strangers, to whom they did not like', () => {
  const preferences = [{ ownRating: 4 }, { visitsTogether: 1 }, {}, { ownRating: 3, visitsTogether: 1 }];
  expect(preferences.map((facts) => pointsOf(facts).preference)).toEqual([30, 20, 10, 0]);
});

it('takes one review for no proof, and many for one', () => {
  const rating = (ratingAverage: number, ratingCount: number) =>
    pointsOf({ ratingAverage, ratingCount }).rating!;
  expect(rating(5, 1)).toBeLessThan(rating(4.8, 200));
  expect(rating(1, 50)).toBe(0);
});

it('never gives less than nothing, whatever is far or full', () => {
  const far = pointsOf({ travelBeforeMinutes: 500, travelAfterMinutes: 500, visitsThatDay: 40 });
  expect([far.travel, far.load]).toEqual([0, 0]);
});

it('orders those who are alike by their ids', () => {
  const [b, a, c] = [
    { score: 50, provider: { id: 'b' } },
    { score: 50, provider: { id: 'a' } },
    { score: 60, provider: { id: 'c' } },
  ];
  expect([b, a, c].toSorted(byScore)).toEqual([c, a, b]);
});
