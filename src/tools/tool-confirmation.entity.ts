// What became of a call that has at most one effect. The row is there before the tool is called: a process that dies in between leaves word.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';

export const confirmationStates = ['started', 'done', 'refused'] as const;

const ToolConfirmationSchema = defineEntity({
  name: 'ToolConfirmation',
  tableName: 'tool_confirmations',
  uniques: [
    { name: 'tool_confirmations_call_unique', properties: ['callerId', 'callerKind', 'confirmation'] },
  ],
  properties: {
    id: idColumn(),
    callerKind: p.string().length(20),
    callerId: p.string().length(80),
    /** As the caller made it up. */
    confirmation: p.string().length(255),
    tool: p.string().length(128),
    /** A mark on tool and arguments that only we can make: they may hold what could be guessed from a plain digest. */
    digest: p.string().length(64),
    state: p.enum(confirmationStates),
    /** Of the call that is under way, or was when its process died: only that one may write what became of it. */
    run: p.uuid(),
    /** Until then a call that is `started` is taken to be under way. */
    heldUntil: p.datetime(),
    /** The outcome as JSON, sealed: it is of the caller. Null while there is none, and where it is too long to be kept. */
    outcome: p.blob().nullable(),
    expiresAt: p.datetime().index(),
    ...timestampColumns(),
  },
});
export class ToolConfirmation extends ToolConfirmationSchema.class {}
ToolConfirmationSchema.setClass(ToolConfirmation);
