import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';

/** `unknown`: the other server did not say whether it has done it. */
export const confirmationStates = ['begun', 'done', 'unknown'] as const;

const CustomToolConfirmationSchema = defineEntity({
  name: 'CustomToolConfirmation',
  tableName: 'custom_tool_confirmations',
  indexes: [{ name: 'custom_tool_confirmations_created_index', properties: ['createdAt'] }],
  properties: {
    /** SHA-256 of the tool and the id of the confirmation, hex. */
    key: p.character().length(64).primary(),
    tool: p.string().length(60),
    state: p.enum(confirmationStates).default('begun'),
    ...timestampColumns(),
  },
});
/** What somebody agreed to once, and a tool has been called for. */
export class CustomToolConfirmation extends CustomToolConfirmationSchema.class {}
CustomToolConfirmationSchema.setClass(CustomToolConfirmation);
