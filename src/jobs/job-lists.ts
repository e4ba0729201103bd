// How jobs are found: alike for those who have asked for them, and for staff.
import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { z } from 'zod';
import { decodeCursor, pageFrom, type Page, type PageQuery } from '#libs/http';
import { Job } from '#libs/jobs';
import type { OpsJobsQuery } from './jobs.schemas.js';

const position = z.tuple([z.uuid()]);

/** What is not given is no condition. */
export function conditionsOf({ tag, category, ...columns }: Partial<Omit<OpsJobsQuery, keyof PageQuery>>) {
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  const where: FilterQuery<Job>[] = [Object.fromEntries(given)];
  if (tag) where.push({ tags: { $contains: [tag] } });
  if (category) where.push({ error: { category } } as FilterQuery<Job>);
  return where;
}

/** Ids are in the order of time. @throws CursorInvalid */
export async function newestFirst(
  em: EntityManager,
  where: readonly FilterQuery<Job>[],
  { cursor, limit }: PageQuery,
): Promise<Page<Job>> {
  const after: FilterQuery<Job>[] = cursor ? [{ id: { $lt: decodeCursor(cursor, position)[0] } }] : [];
  const $and = [...where, ...after];
  const rows = await em.find(Job, { $and }, { orderBy: { id: 'desc' }, limit: limit + 1 });
  return pageFrom(rows, limit, ({ id }) => [id]);
}
