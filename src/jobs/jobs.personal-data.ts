import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { Job } from '#libs/jobs';
import {
  HoldsPersonalData,
  subjectsOf,
  type PersonalDataSource,
  type PersonalSubject,
} from '#libs/personal-data';
import { StreamLog } from '#libs/realtime';

/** What somebody asked for and what came out of it is theirs, and goes with them. */
@HoldsPersonalData('jobs')
@Injectable()
export class JobsPersonalData implements PersonalDataSource {
  constructor(private readonly streams: StreamLog) {}

  async export(em: EntityManager, person: string) {
    const jobs = await em.find(Job, { ownerId: person }, { orderBy: { id: 'asc' } });
    return jobs.map(({ id, type, status, input, createdAt, finishedAt = null }) => ({
      id,
      type,
      status,
      input,
      createdAt,
      finishedAt,
    }));
  }

  subjects(em: EntityManager, person: string) {
    return subjectsOf(em, 'job', Job, { ownerId: person });
  }

  async erase(em: EntityManager, person: string, theirs: readonly PersonalSubject[]): Promise<void> {
    const ids = new Set((await em.find(Job, { ownerId: person }, { fields: ['id'] })).map(({ id }) => id));
    for (const id of await this.about(em, theirs)) ids.add(id);
    await this.streams.remove(
      em,
      [...ids].map((id) => `job:${id}`),
    );
    await em.nativeDelete(Job, { id: { $in: [...ids] } });
  }

  /** Whoever asked for it: what staff have exported of a person, and what the program did for them, is about them as well. */
  private async about(em: EntityManager, subjects: readonly PersonalSubject[]): Promise<string[]> {
    const where = { subjectId: { $in: subjects.map(({ id }) => id) } };
    const jobs = await em.find(Job, where, { fields: ['id', 'subjectType', 'subjectId'] });
    const known = new Set(subjects.map(({ type, id }) => `${type} ${id}`));
    return jobs
      .filter(({ subjectType, subjectId }) => known.has(`${subjectType} ${subjectId}`))
      .map(({ id }) => id);
  }
}
