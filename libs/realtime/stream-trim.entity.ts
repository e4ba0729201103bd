import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';

const StreamTrimSchema = defineEntity({
  name: 'StreamTrim',
  tableName: 'stream_trims',
  properties: {
    stream: p.string().length(120).primary(),
    /** The greatest position that was removed because of its age. */
    removedTo: p.bigint('number'),
    ...timestampColumns(),
  },
});
/** That the beginning of a stream is gone. It is there as long as the stream is. */
export class StreamTrim extends StreamTrimSchema.class {}
StreamTrimSchema.setClass(StreamTrim);
