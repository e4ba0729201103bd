import { z } from 'zod';
import { CursorInvalid, encodeCursor } from '../input/pages.js';
import { ListForm } from './list-form.js';
import { PageReader } from './page-reader.js';

const id = '019d45d6-0ddb-7692-9f4f-68a7e873909f';
const at = new Date('2026-11-20T04:30:00.123Z');
const list = new ListForm({
  sortBy: { startsAt: 'instant', name: 'text', createdAt: 'id' },
  default: '-startsAt',
  period: { of: 'startsAt', is: 'It begins' },
  filters: { status: z.enum(['open', 'done']).optional() },
});
const reader = new PageReader(undefined as never, 'Asia/Kolkata');

it('is sorted as declared, unless the caller asks for another order', () => {
  expect(list.query.parse({})).toEqual({ limit: 20, sort: '-startsAt' });
  expect(list.order({ sort: '-startsAt' })).toEqual({ property: 'startsAt', direction: 'desc' });
  expect(list.order({ sort: 'name' })).toEqual({ property: 'name', direction: 'asc' });
  expect(list.order({ sort: '-createdAt' })).toEqual({ property: 'id', direction: 'desc' });
});

it.each([
  { sort: 'secret' },
  { sort: '--name' },
  { sort: '' },
  { order: 'name' },
  { from: 'yesterday' },
  { from: '2026-02-30' },
  { from: '0000-01-01' },
  { from: '0001-01-01' },
  { to: '0000-01-01T00:00:00Z' },
  { to: '2026-11-20T10:00:00' },
  { status: 'lost' },
])('refuses %j', (query) => expect(list.query.safeParse(query).success).toBe(false));

it('goes on after a row in the order in which the cursor was made', () => {
  const row = { id, startsAt: at, name: 'Asha' };
  for (const [sort, value] of Object.entries({ startsAt: at, '-startsAt': at, name: 'Asha' })) {
    expect(list.position({ sort, cursor: list.cursor({ sort }, row) })).toEqual({ value, id });
  }
  const cursor = list.cursor({ sort: '-createdAt' }, row);
  expect(list.position({ sort: '-createdAt', cursor })).toEqual({ id });
  expect(list.position({ sort: 'name' })).toBeUndefined();
});

it.each([
  ['another order', 'name', list.cursor({ sort: '-name' }, { id, name: 'Asha' } as never)],
  ['another column', 'name', list.cursor({ sort: 'startsAt' }, { id, startsAt: at } as never)],
  ['an order by id', 'name', list.cursor({ sort: 'createdAt' }, { id })],
  ['no order', 'name', encodeCursor(['Asha', id])],
  ['no text', 'name', encodeCursor(['name', 7, id])],
])('refuses a cursor of %s', (_what, sort, cursor) => {
  expect(() => list.position({ sort, cursor })).toThrow(CursorInvalid);
});

it('takes a day as the midnight at which it begins', () => {
  const { from, to } = list.query.parse({ from: '2026-11-20', to: '2026-11-21T00:00:00+05:30' });
  expect(reader.period({ from, to })).toEqual({
    from: new Date('2026-11-19T18:30:00Z'),
    to: new Date('2026-11-20T18:30:00Z'),
  });
});

it.each([
  ['2026-11-20', '2026-11-20'],
  ['2026-11-20', '2026-11-20T00:00:00+05:30'],
  ['2026-11-20T00:00:00Z', '2026-11-19'],
])('refuses a period from %s to %s', (from, to) => {
  expect(() => reader.period(list.query.parse({ from, to }))).toThrow('VALIDATION_FAILED');
});
