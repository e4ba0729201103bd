// Where a conversation's graph stands between two turns. One row a conversation: the newest state is all that is needed to go on.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { Conversation } from '../../conversations/conversation.entity.js';

const CheckpointSchema = defineEntity({
  name: 'Checkpoint',
  tableName: 'agent_checkpoints',
  properties: {
    conversation: () => p.oneToOne(Conversation).mapToPk().primary().owner().deleteRule('cascade'),
    checkpoint: p.json().$type<Record<string, unknown>>(),
    metadata: p.json().$type<Record<string, unknown>>(),
    ...timestampColumns(),
  },
});
export class Checkpoint extends CheckpointSchema.class {}
CheckpointSchema.setClass(Checkpoint);
