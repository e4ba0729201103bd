// How jobs are found: alike for those who have asked for them, and for staff.
import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { findPage, type Page, type PageQuery } from '#libs/http';
import { Job } from '#libs/jobs';
import type { OpsJobsQuery } from './jobs.schemas.js';

/** What is not given is no condition. */
export function conditionsOf({ tag, category, ...columns }: Partial<Omit<OpsJobsQuery, keyof PageQuery>>) {
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  const where: FilterQuery<Job>[] = [Object.fromEntries(given)];
  if (tag) where.push({ tags: { $contains: [tag] } });
  if (category) where.push({ error: { category } } as FilterQuery<Job>);
  return where;
}

/** Ids are in the order of time. @throws CursorInvalid */
export function newestFirst(
  em: EntityManager,
  where: readonly FilterQuery<Job>[],
  query: PageQuery,
): Promise<Page<Job>> {
  return findPage(em, Job, query, { where: { $and: [...where] }, orderBy: { id: 'desc' } });
}
