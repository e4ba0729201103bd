// How jobs are found: alike for those who have asked for them, and for staff.
import type { FilterQuery } from '@mikro-orm/core';
import type { ListQuery } from '#libs/http';
import type { Job } from '#libs/jobs';
import type { OpsJobsQuery } from './jobs.schemas.js';

type JobFilter = Partial<Omit<OpsJobsQuery, keyof ListQuery>>;

/** What is not given is no condition. */
export function conditionsOf({
  tag,
  category,
  type,
  status,
  ownerKind,
  ownerId,
  subjectId,
}: JobFilter): FilterQuery<Job>[] {
  const columns = { type, status, ownerKind, ownerId, subjectId };
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  const where: FilterQuery<Job>[] = [Object.fromEntries(given)];
  if (tag) where.push({ tags: { $contains: [tag] } });
  if (category) where.push({ error: { category } } as FilterQuery<Job>);
  return where;
}
