import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { StreamEntry, StreamLog } from '#libs/realtime';
import { entryView } from './streams.schemas.js';

/** A person's own stream. What their other streams tell is of the domains that write them. */
@HoldsPersonalData('stream')
@Injectable()
export class RealtimePersonalData implements PersonalDataSource {
  constructor(private readonly streams: StreamLog) {}

  async export(em: EntityManager, customer: string) {
    const where = { stream: streamOf(customer) };
    const entries = await em.find(StreamEntry, where, { orderBy: { position: 'asc' } });
    return entries.map((entry) => entryView.parse(entry));
  }

  erase(em: EntityManager, customer: string): Promise<void> {
    return this.streams.remove(em, [streamOf(customer)]);
  }
}

const streamOf = (customer: string): string => `customer:${customer}`;
