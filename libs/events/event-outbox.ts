import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { z } from 'zod';
import { currentRequest } from '#libs/observability';
import { inBatches, newId, OPEN_DATABASE, vacuumTables, type OpenDatabase } from '#libs/orm';
import { Clock } from '#libs/time';
import type { EventDefinition } from './event.js';
import { EventRegistry } from './event.registry.js';
import { OutboxEvent } from './outbox-event.entity.js';

/** In one statement. */
const removedAtOnce = 500;

@Injectable()
export class EventOutbox {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
    private readonly registry: EventRegistry,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds the fact to the caller's unit of work: it is written in the transaction of the change, or not at all. Call it after what it is
   * about was locked or written, so that facts about one thing are told in their order.
   * @returns its id
   * @throws Error for an event that nobody has declared to publish (`@PublishesEvents`): nobody could subscribe to it
   */
  publish<Data extends z.ZodType>(
    definition: EventDefinition<Data>,
    aggregateId: string,
    data: z.input<Data>,
  ): string {
    const { type, aggregate, data: schema } = definition;
    if (!this.registry.has(definition)) throw new Error(`Nobody has declared to publish ${type}.`);
    const id = newId();
    this.em.create(OutboxEvent, {
      id,
      type,
      aggregateType: aggregate,
      aggregateId,
      data: schema.parse(data) as Record<string, unknown>,
      at: this.clock.now(),
      correlationId: currentRequest()?.correlationId,
    });
    return id;
  }

  /** Ids of the events about these things, as far as they are still kept. */
  async idsAbout(things: readonly { type: string; id: string }[]): Promise<string[]> {
    const rows = await this.em.execute<{ id: string }[]>(
      `select event.id from json_to_recordset(?::json) as thing (type text, id text)
       join outbox_events event on event.aggregate_type = thing.type and event.aggregate_id = thing.id`,
      [JSON.stringify(things)],
    );
    return rows.map(({ id }) => id);
  }

  /** What everybody who listens was handed before `before`. In batches, each of which is short. @returns how many */
  removeRelayed(before: Date, signal: AbortSignal): Promise<number> {
    const removeSome = async (limit: number) => {
      const removed = await this.em.fork().execute<unknown[]>(removeBatch, [before, limit]);
      return removed.length;
    };
    return inBatches(removedAtOnce, removeSome, signal);
  }

  /** After much was removed. */
  vacuum(): Promise<void> {
    return vacuumTables(this.em, this.database, 'outbox_events');
  }
}

const removeBatch = `
  delete from outbox_events where id in (
    select id from outbox_events where relayed_at < ? order by id limit ?)
  returning id`;
