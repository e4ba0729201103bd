import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { z } from 'zod';
import { currentRequest } from '#libs/observability';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { EventDefinition } from './event.js';
import { OutboxEvent } from './outbox-event.entity.js';

@Injectable()
export class EventOutbox {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds the fact to the caller's unit of work: it is written in the transaction of the change, or not at all. Call it after what it is
   * about was locked or written, so that facts about one thing are told in their order.
   * @returns its id
   */
  publish<Data extends z.ZodType>(
    { type, aggregate, data: schema }: EventDefinition<Data>,
    aggregateId: string,
    data: z.input<Data>,
  ): string {
    const id = newId();
    this.em.create(OutboxEvent, {
      ...{ id, type, aggregateType: aggregate, aggregateId },
      data: schema.parse(data) as Record<string, unknown>,
      at: this.clock.now(),
      correlationId: currentRequest()?.correlationId,
    });
    return id;
  }
}
