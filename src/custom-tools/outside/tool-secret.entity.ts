import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';

const ToolSecretSchema = defineEntity({
  name: 'ToolSecret',
  tableName: 'tool_secrets',
  checks: [{ name: 'tool_secrets_name_check', expression: `name ~ '^[A-Z][A-Z0-9_]*$'` }],
  properties: {
    /** By which tools refer to it: `WEATHER_KEY`. */
    name: p.string().length(40).primary(),
    /** Where it may be sent to. Who writes a tool cannot send it anywhere else. */
    hosts: p.array(),
    /** What it is for. */
    note: p.string().length(300),
    /** Sealed, bound to the name. */
    sealed: p.blob().hidden(),
    /** Of the staff. */
    createdBy: p.uuid(),
    /** For If-Match. Every change locks the row and counts. */
    version: p.integer().default(1),
    ...timestampColumns(),
  },
});
/** A credential for another server. It is written and used, and never read by anybody. */
export class ToolSecret extends ToolSecretSchema.class {}
ToolSecretSchema.setClass(ToolSecret);
