// A foreign server that speaks the Model Context Protocol, and how it has been lately.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import type { Permission } from '../access/roles.js';

export const transportKinds = ['http', 'stdio'] as const;
export const serverHealths = ['unknown', 'well', 'failing'] as const;

const McpServerSchema = defineEntity({
  name: 'McpServer',
  tableName: 'mcp_servers',
  uniques: [{ name: 'mcp_servers_name_unique', properties: ['name'] }],
  checks: [
    { name: 'mcp_servers_name_check', expression: `name ~ '^[a-z][a-z0-9_]{1,20}$'` },
    {
      name: 'mcp_servers_address_check',
      expression: `(transport = 'http') = (url is not null) and (transport = 'stdio') = (command is not null)`,
    },
  ],
  properties: {
    id: idColumn(),
    /** What its tools are named behind: `weather` of `weather.get_forecast`. */
    name: p.string().length(21),
    description: p.string().length(300),
    transport: p.enum(transportKinds),
    url: p.text().nullable(),
    /** Key of MCP_STDIO_COMMANDS. */
    command: p.string().length(40).nullable(),
    headerNames: p.array(),
    /** Of OAuth: the program as a client of the server's authorization server. */
    clientId: p.string().length(200).nullable(),
    scope: p.string().length(300).nullable(),
    issuer: p.text().nullable(),
    /** JSON of `ServerSecrets`, sealed, bound to the id. */
    secrets: p.blob().nullable().hidden(),
    /** Of whoever calls its tools. */
    permission: p.string().length(60).$type<Permission>(),
    timeoutMs: p.integer(),
    enabled: p.boolean(),
    /** Of the staff. */
    createdBy: p.uuid(),
    // What follows is written past the version: it is no change that anybody makes.
    health: p.enum(serverHealths).default('unknown'),
    checkedAt: p.datetime().nullable(),
    failingSince: p.datetime().nullable(),
    lastErrorCode: p.string().length(40).nullable(),
    lastError: p.string().length(300).nullable(),
    lastErrorAt: p.datetime().nullable(),
    calls: p.integer().default(0),
    failures: p.integer().default(0),
    /** Of the protocol, as it was agreed on last. */
    revision: p.string().length(20).nullable(),
    /** As it calls itself. */
    serverName: p.string().length(200).nullable(),
    /** For If-Match. Every change locks the row. */
    version: p.integer().default(1),
    ...timestampColumns(),
  },
});
export class McpServer extends McpServerSchema.class {
  /** Whether requests go to the same place as with these settings: then what is known of it still holds. */
  leadsWhere({ transport, url, command }: Pick<McpServer, 'transport' | 'url' | 'command'>): boolean {
    return this.transport === transport && this.url === url && this.command === command;
  }
}
McpServerSchema.setClass(McpServer);

/** What is sealed. */
export interface ServerSecrets {
  headers?: Record<string, string>;
  clientSecret?: string;
}

/** How many there may be: each is asked regularly, and its tools are shown to every agent. */
export const mostServers = 20;
