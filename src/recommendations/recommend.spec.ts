import { dayMs } from '#libs/time';
import { recommend, type Known, type PastVisit } from './recommend.js';

const now = new Date('2026-11-20T04:30:00Z');
const service = (id: string, subcategory: string, ratingAverage = 4) => ({
  id,
  name: id,
  subcategory: { id: subcategory },
  ratingAverage,
  ratingCount: 9,
});
const services = [
  service('ac', 'cooling'),
  service('fan', 'cooling'),
  service('geyser', 'heating'),
  service('sofa', 'cleaning'),
];
const visit = (serviceId: string, daysAgo: number, isDone = true): PastVisit => ({
  serviceId,
  subcategoryId: services.find(({ id }) => id === serviceId)!.subcategory.id,
  endsAt: new Date(now.getTime() - daysAgo * dayMs),
  isDone,
});
const known = (story: Partial<Known<(typeof services)[number]>>) =>
  recommend({
    visits: [],
    services,
    cycles: [
      { subcategoryId: 'cooling', dueAfterMonths: 6, seasonMonths: [4, 5] },
      { subcategoryId: 'heating', dueAfterMonths: null, seasonMonths: [11] },
    ],
    now,
    month: 11,
    limit: 5,
    ...story,
  }).map(({ service: { id }, kind, monthsSince }) => [id, kind, monthsSince]);

it('tells of what is due again, with how long ago it was', () => {
  expect(known({ visits: [visit('ac', 335)] })[0]).toEqual(['ac', 'due', 11]);
  expect(known({ visits: [visit('ac', 100)], month: 1 })).toEqual([['fan', 'history', 3]]);
});

it('tells of the season to whoever never had it', () => {
  expect(known({})).toEqual([['geyser', 'season', null]]);
  expect(known({ month: 1 })).toEqual([]);
  expect(known({ visits: [visit('geyser', 200)] })).toEqual([]);
});

it.each([
  ['done lately', [visit('ac', 335), visit('fan', 3)]],
  ['still to come', [visit('ac', 335), visit('fan', -3, false)]],
])('never tells of what is of a kind with something %s', (_what, visits) => {
  expect(known({ visits }).map(([id]) => id)).toEqual(['geyser']);
});

it('tells no more than is asked for, and nothing that is not offered', () => {
  expect(known({ visits: [visit('ac', 335)], limit: 1 })).toHaveLength(1);
  expect(known({ visits: [visit('ac', 335)], services: [service('sofa', 'cleaning')] })).toEqual([]);
});
