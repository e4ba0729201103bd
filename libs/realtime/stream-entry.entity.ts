// One durable log a stream (`conversation:ID`, `job:ID`, `customer:ID`): what a client that follows it has to be told, in order.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';

const StreamEntrySchema = defineEntity({
  name: 'StreamEntry',
  tableName: 'stream_entries',
  indexes: [{ name: 'stream_entries_stream_index', properties: ['stream', 'position'] }],
  properties: {
    /**
     * Grows within a stream, with gaps. Whoever draws it holds a lock from before that until the commit, so that nobody who reads can find a
     * later entry before an earlier one: `append_to_stream` one on the stream, writers by `insertEntries` one on the row that it is about.
     */
    position: p.bigint('number').primary().autoincrement(),
    /** Without a comma: names are told apart by it in signals. */
    stream: p.string().length(120),
    /** `noun.past_participle` */
    type: p.string().length(60),
    data: p.json().$type<Record<string, unknown>>(),
    at: p.datetime(),
    ...timestampColumns(),
  },
});
export class StreamEntry extends StreamEntrySchema.class {}
StreamEntrySchema.setClass(StreamEntry);
