// A past fact, written in the transaction of the change it tells of. From here the relay hands it to those who listen.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';

const OutboxEventSchema = defineEntity({
  name: 'OutboxEvent',
  tableName: 'outbox_events',
  indexes: [
    { name: 'outbox_events_aggregate_index', properties: ['aggregateType', 'aggregateId', 'position'] },
    { name: 'outbox_events_time_index', properties: ['at', 'id'] },
    {
      name: 'outbox_events_waiting_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.position}") where relayed_at is null`,
    },
  ],
  properties: {
    id: idColumn(),
    position: p.bigint('number').autoincrement(),
    /** `noun.past_participle` */
    type: p.string().length(60),
    aggregateType: p.string().length(32),
    aggregateId: p.string().length(80),
    data: p.json().$type<Record<string, unknown>>(),
    at: p.datetime(),
    correlationId: p.string().length(64).nullable(),
    relayedAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class OutboxEvent extends OutboxEventSchema.class {}
OutboxEventSchema.setClass(OutboxEvent);
