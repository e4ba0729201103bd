import { MikroORM } from '@mikro-orm/core';
import { newId, type OpenDatabase } from '#libs/orm';
import { freshDatabase } from '../../../test/support/database.js';
import { City } from '../../../src/catalogue/place.entity.js';
import { Attempt } from '../../../src/sessions/attempt.entity.js';
import { Conversation } from '../../../src/conversations/conversation.entity.js';
import { CursorInvalid, encodeCursor } from './pages.js';
import { findPage } from './find-page.js';

let database: OpenDatabase;
let orm: MikroORM;
const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 4, minute));
beforeAll(async () => {
  database = await freshDatabase();
  orm = await MikroORM.init(database.options);
  const rows = [0, 0, 1, 1, 1, 2].map((minute, number) => ({
    ...{ key: String(number).repeat(64), count: number, windowEndsAt: at(minute), blockedUntil: at(0) },
  }));
  await orm.em.fork().insertMany(Attempt, rows);
});
afterAll(async () => {
  await orm.close();
  await database.close();
});

const newestFirst = { orderBy: { windowEndsAt: 'desc', key: 'desc' } } as const;

it.each([1, 2, 4, 6, 7])('shows every row once, in order, %i a page', async (limit) => {
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await findPage(orm.em.fork(), Attempt, { limit, ...(cursor && { cursor }) }, newestFirst);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    seen.push(...page.items.map(({ count }) => count));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual([5, 4, 3, 2, 1, 0]);
});

it('keeps to its conditions from page to page', async () => {
  const where = { windowEndsAt: { $lt: at(2) } };
  const first = await findPage(orm.em.fork(), Attempt, { limit: 3 }, { where, ...newestFirst });
  const query = { limit: 3, cursor: first.nextCursor! };
  const second = await findPage(orm.em.fork(), Attempt, query, { where, ...newestFirst });
  expect([...first.items, ...second.items].map(({ count }) => count)).toEqual([4, 3, 2, 1, 0]);
  expect(second.nextCursor).toBeNull();
});

it.each([
  ['garbage', 'not a cursor'],
  ['an empty list', encodeCursor([])],
  ['too little', encodeCursor([at(1)])],
  ['another order', encodeCursor([newId(), at(1)])],
  ['no instant', encodeCursor(['yesterday', newId()])],
  ['null', encodeCursor([null, newId()])],
  ['no id', encodeCursor([at(1), 'a'])],
  ['NUL in an id', encodeCursor([at(1), 'a\0'])],
])('refuses %s', async (_what, cursor) => {
  const orderBy = { lastMessageAt: 'desc', id: 'desc' } as const;
  const page = findPage(orm.em.fork(), Conversation, { limit: 2, cursor }, { orderBy });
  await expect(page).rejects.toBeInstanceOf(CursorInvalid);
});

it('refuses a text that the database cannot compare with', async () => {
  const query = { limit: 2, cursor: encodeCursor(['a\0', newId()]) };
  const page = findPage(orm.em.fork(), City, query, { orderBy: { name: 'asc', id: 'asc' } });
  await expect(page).rejects.toBeInstanceOf(CursorInvalid);
});
