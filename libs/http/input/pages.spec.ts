import { z } from 'zod';
import { CursorInvalid, cursorDate, cursorText, decodeCursor, encodeCursor, pageQuery } from './pages.js';

const position = z.tuple([cursorDate, z.uuid()]);
const id = '019d45d6-0ddb-7692-9f4f-68a7e873909f';

it.each([
  ['garbage', 'not a cursor'],
  ['an empty list', encodeCursor([])],
  ['another shape', encodeCursor([1, 2, 3])],
  ['SQL', Buffer.from(`["2026-11-20","' or 1=1 --"]`).toString('base64url')],
  ['binary', '\u0000\u0001'],
  ['a year that no database knows', encodeCursor(['+123456-01-01T00:00:00.000Z', id])],
  ['no date', encodeCursor([null, id])],
  ['a date that is a truth', encodeCursor([true, id])],
])('refuses %s', (_what, cursor) => {
  expect(() => decodeCursor(cursor, position)).toThrow(CursorInvalid);
});

it.each([
  [{}, 20],
  [{ limit: '1' }, 1],
  [{ limit: '100' }, 100],
])('reads %j as limit %d', (query, limit) => {
  expect(pageQuery.parse(query).limit).toBe(limit);
});

it.each([{ limit: '0' }, { limit: '101' }, { limit: '1.5' }, { limit: 'x' }, { cursor: '' }, { page: '2' }])(
  'refuses %j',
  (query) => {
    expect(pageQuery.safeParse(query).success).toBe(false);
  },
);

it('refuses a text that no database can compare with', () => {
  const shape = z.tuple([cursorText]);
  expect(decodeCursor(encodeCursor(['Asha']), shape)).toEqual(['Asha']);
  for (const text of ['a\0', '\ud800'])
    expect(() => decodeCursor(encodeCursor([text]), shape)).toThrow(CursorInvalid);
});
