import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { Job } from '#libs/jobs';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { Streams } from '#libs/realtime';

/** What somebody asked for and what came out of it is theirs, and goes with them. */
@HoldsPersonalData('jobs')
@Injectable()
export class JobsPersonalData implements PersonalDataSource {
  constructor(private readonly streams: Streams) {}

  async export(em: EntityManager, person: string) {
    const jobs = await em.find(Job, { ownerId: person }, { orderBy: { id: 'asc' } });
    return jobs.map(({ id, type, status, input, createdAt, finishedAt = null }) => ({
      ...{ id, type, status, input, createdAt, finishedAt },
    }));
  }

  async erase(em: EntityManager, person: string): Promise<void> {
    // What the program did for them, too.
    const theirs = { $or: [{ ownerId: person }, { subjectType: 'customer', subjectId: person }] };
    const jobs = await em.find(Job, theirs, { fields: ['id'] });
    await this.streams.remove(
      em,
      jobs.map(({ id }) => `job:${id}`),
    );
    await em.nativeDelete(Job, theirs);
  }
}
