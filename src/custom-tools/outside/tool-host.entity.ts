import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';

const ToolHostSchema = defineEntity({
  name: 'ToolHost',
  tableName: 'tool_hosts',
  properties: {
    /** As in an address, in small letters: `api.example.com`, `api.example.com:8443`. */
    host: p.string().length(260).primary(),
    /** What it is for. */
    note: p.string().length(300),
    /** Of the staff. */
    createdBy: p.uuid(),
    ...timestampColumns(),
  },
});
/** A server that tools of staff may call. */
export class ToolHost extends ToolHostSchema.class {}
ToolHostSchema.setClass(ToolHost);
