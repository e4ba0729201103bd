// What customers said and the language engine did not make out, or was not sure of: one row for each way to say something, so that whoever
// teaches the engine reads nothing twice. The text itself stays with its message.
import { createHash } from 'node:crypto';
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Message } from './conversation.entity.js';

export const misunderstoodStatuses = ['open', 'labelled', 'dismissed'] as const;
export type MisunderstoodStatus = (typeof misunderstoodStatuses)[number];

/** An intent that is heard less surely than this may well be another one: of 767 held-out messages 93 are, and 36 of those are heard wrong. */
export const unsureBelow = 0.8;

const MisunderstoodMessageSchema = defineEntity({
  name: 'MisunderstoodMessage',
  tableName: 'misunderstood_messages',
  indexes: [
    { name: 'misunderstood_messages_certainty_index', properties: ['status', 'certainty', 'id'] },
    { name: 'misunderstood_messages_time_index', properties: ['status', 'lastSaidAt', 'id'] },
  ],
  properties: {
    id: idColumn(),
    /** The first that said it. When that is erased the row goes with it, and comes back when somebody says it again. */
    message: () => p.manyToOne(Message).deleteRule('cascade').index(),
    /** See {@link sameTextKey}. */
    textKey: p.string().length(43).unique('misunderstood_messages_text_unique'),
    /** Of the intent that was heard least surely, 0 … 1; 0 where nobody made anything of the message. */
    certainty: p.double(),
    /** How often it was said and not understood. */
    times: p.integer().default(1),
    lastSaidAt: p.datetime(),
    status: p.enum(misunderstoodStatuses).default('open'),
    ...timestampColumns(),
  },
});
export class MisunderstoodMessage extends MisunderstoodMessageSchema.class {}
MisunderstoodMessageSchema.setClass(MisunderstoodMessage);

/** Equal for texts that differ in case, spaces and punctuation only. */
export function sameTextKey(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{P}\s]+/gu, ' ')
    .trim();
  return createHash('sha256').update(words).digest('base64url');
}
