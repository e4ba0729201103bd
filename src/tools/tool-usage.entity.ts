// How often tools were called, by the minute. Arguments and answers are no part of it.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn } from '#libs/orm';

/** Upper bounds of the classes that calls are counted in by how long they took, in milliseconds; what took longer is in one more. */
export const latencyBoundsMs = [
  1, 2, 4, 7, 10, 15, 20, 30, 50, 75, 100, 150, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000,
] as const;

const ToolUsageSchema = defineEntity({
  name: 'ToolUsageMinute',
  tableName: 'tool_usage',
  uniques: [
    {
      name: 'tool_usage_minute_unique',
      properties: ['minute', 'tool', 'via', 'agent', 'personId', 'code'],
    },
  ],
  properties: {
    id: idColumn(),
    /** In which the calls ended. */
    minute: p.datetime(),
    tool: p.string().length(128),
    via: p.string().length(16),
    /** Which agent called; of other callers what kind they are. */
    agent: p.string().length(80),
    /** Who called, or for whom; empty for the program itself. */
    personId: p.string().length(80).index(),
    /** Of the refusal; empty for calls that were done. */
    code: p.string().length(80),
    calls: p.integer(),
    cacheHits: p.integer(),
    totalMs: p.double(),
    /** Calls in each class of {@link latencyBoundsMs}. */
    buckets: p.array((each) => Number(each)).columnType('int[]'),
  },
});
export class ToolUsageMinute extends ToolUsageSchema.class {}
ToolUsageSchema.setClass(ToolUsageMinute);
