// Which confirmations were used to call a foreign tool: no server promises that doing something twice does it once, so it is not asked twice.
import { defineEntity, p } from '@mikro-orm/core';

const McpConfirmedCallSchema = defineEntity({
  name: 'McpConfirmedCall',
  tableName: 'mcp_confirmed_calls',
  indexes: [{ name: 'mcp_confirmed_calls_time_index', properties: ['at', 'digest'] }],
  properties: {
    /** SHA-256, hex, of who confirmed what with which confirmation. */
    digest: p.string().length(64).primary(),
    at: p.datetime(),
    /** Null while nobody knows: it is under way, or the process died. */
    isAnswered: p.boolean().nullable(),
  },
});
export class McpConfirmedCall extends McpConfirmedCallSchema.class {}
McpConfirmedCallSchema.setClass(McpConfirmedCall);
