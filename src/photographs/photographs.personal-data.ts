import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { EventOutbox } from '#libs/events';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { Photograph } from './photograph.entity.js';
import { photographDeleted } from './photograph.events.js';

/** A picture of somebody's home goes with them, whoever took it: the rows at once, the files when that is heard. */
@HoldsPersonalData('photographs')
@Injectable()
export class PhotographsPersonalData implements PersonalDataSource {
  constructor(private readonly events: EventOutbox) {}

  async export(em: EntityManager, customer: string) {
    const photographs = await em.find(Photograph, { customer }, { orderBy: { createdAt: 'asc', id: 'asc' } });
    return photographs.map(({ id, booking, kind, width, height, createdAt }) => {
      return { id, bookingId: booking, kind, width, height, createdAt };
    });
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'photograph', Photograph, { customer });
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    const photographs = await em.find(Photograph, { customer });
    for (const { id, fileKey } of photographs) this.events.publish(photographDeleted, id, { fileKey });
    await em.nativeDelete(Photograph, { customer });
  }
}
