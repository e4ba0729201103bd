import { z } from 'zod';
import { codeText, ListForm, listOf, pageOf, patchOf, plainText, publishSchema } from '#libs/http';
import { permissions } from '../access/roles.js';
import { mcpServersExamples } from './mcp-servers.examples.js';
import { serverHealths, transportKinds } from './mcp-server.entity.js';
import { foreignEffects, mostTools, toolStates } from './mcp-tool.entity.js';

export const serverName = z
  .string()
  .max(21)
  .regex(/^[a-z][a-z0-9_]{1,20}$/, 'must be 2 to 21 small letters, digits and _, and begin with a letter')
  .describe('Its tools are named behind it: `weather` of `weather.get_forecast`.');

/** The protocol sets these itself, or the connection is made of them. */
const headersOfOurs =
  /^(?:host|connection|content-.*|transfer-encoding|upgrade|te|trailer|keep-alive|accept|accept-encoding|expect|last-event-id|mcp-.*)$/;
const headerName = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[a-z][a-z0-9-]*$/, 'must be the name of a header, in small letters')
  .refine((name) => !headersOfOurs.test(name), 'is a header that the protocol sets');
const headerValue = z
  .string()
  .min(1)
  .max(4000)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'must be visible ASCII');

const oauthInput = z
  .strictObject({
    clientId: codeText({ max: 200 }),
    clientSecret: codeText({ max: 1000 }).describe('Never shown again.'),
    scope: codeText({ max: 300 }).optional().describe('Separated by blanks.'),
    issuer: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .describe('The authorization server that the secret is for: it is sent to no other.'),
  })
  .describe('How the program signs in as itself (OAuth 2.1, client credentials).');

const transportInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .describe('Where Streamable HTTP is spoken: https, and public.'),
    headers: z
      .record(headerName, headerValue)
      .refine((headers) => Object.keys(headers).length <= 20, 'must be at most 20 headers')
      .optional()
      .describe(
        'Sent with each request, and never shown again. Left out of a change they stay, unless the address is of another origin.',
      ),
    oauth: oauthInput.nullable().optional(),
  }),
  z.strictObject({
    kind: z.literal('stdio'),
    command: z
      .string()
      .max(40)
      .regex(/^[a-z][a-z0-9_-]*$/)
      .describe('Key of a command of the setting `MCP_STDIO_COMMANDS`; nothing else is started.'),
  }),
]);
export type TransportInput = z.output<typeof transportInput>;

const settings = {
  name: serverName,
  description: plainText({ max: 300, brackets: false }).default(''),
  transport: transportInput,
  permission: z
    .enum(permissions)
    .default('agents.execute')
    .describe('What callers of its tools need to hold. Customers hold some of them as well.'),
  timeoutMs: z.int().min(1000).max(120_000).default(30_000).describe('Milliseconds for one call.'),
  enabled: z.boolean().default(true),
};

export const createServerInput = z.strictObject(settings);
publishSchema(createServerInput, 'CreateMcpServer', mcpServersExamples.CreateMcpServer);
export type CreateServerInput = z.output<typeof createServerInput>;

// The name stays: agents know its tools by it.
const { name: _, ...changeable } = settings;
export const updateServerInput = patchOf(changeable);
publishSchema(updateServerInput, 'UpdateMcpServer', mcpServersExamples.UpdateMcpServer);
export type UpdateServerInput = z.output<typeof updateServerInput>;

export const serversList = new ListForm({
  // Ids are in the order of time.
  sortBy: { createdAt: 'id' },
  default: '-createdAt',
  filters: { transport: z.enum(transportKinds).optional() },
});
export type ListServers = z.output<typeof serversList.query>;

const transportView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('http'),
    url: z.string(),
    headerNames: z.array(z.string()).describe('Their values are not shown.'),
    oauth: z.object({ clientId: z.string(), scope: z.string().nullable(), issuer: z.string() }).nullable(),
  }),
  z.object({ kind: z.literal('stdio'), command: z.string() }),
]);

export const serverView = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  transport: transportView,
  permission: z.string(),
  timeoutMs: z.int(),
  enabled: z.boolean(),
  createdBy: z.uuid().describe('Id of the member of staff who registered it.'),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
publishSchema(serverView, 'McpServer', mcpServersExamples.McpServer);
export type ServerView = z.input<typeof serverView>;
export const serversView = pageOf(serverView);

export const breakerStates = ['closed', 'half_open', 'open'] as const;
export const healthView = z.object({
  health: z.enum(serverHealths).describe('What the last request to it has shown.'),
  breaker: z
    .enum(breakerStates)
    .describe(
      'Of the process that answers. `open`: it has failed so often that it is not asked for a while.',
    ),
  checkedAt: z.date().nullable(),
  failingSince: z.date().nullable().describe('The first failure since the last success.'),
  lastErrorCode: z.string().nullable().describe('`TIMED_OUT`, `ADDRESS_REFUSED`, `FLOODED`, …'),
  lastError: z.string().nullable(),
  lastErrorAt: z.date().nullable(),
  calls: z.int().describe('Of its tools, by all processes.'),
  failures: z.int().describe('Calls that came to nothing because of it.'),
  connections: z.int().describe('Open ones, of the process that answers.'),
  underWay: z.int().describe('Calls, of the process that answers.'),
  revision: z.string().nullable().describe('Of the protocol.'),
  serverName: z.string().nullable().describe('As the server calls itself. Nobody has checked it.'),
});
publishSchema(healthView, 'McpServerHealth', mcpServersExamples.McpServerHealth);

const schemaOfServer = z.record(z.string(), z.unknown());
export const toolView = z.object({
  name: z.string().describe('As the server calls it.'),
  toolName: z.string().describe('As it is called here.'),
  state: z
    .enum(toolStates)
    .describe(
      'Only an `approved` one can be called. `changed`: the server describes it in another way than was approved.',
    ),
  hash: z.string().describe('Of all that the server says of it now.'),
  fault: z.string().nullable().describe('Why it cannot be approved.'),
  effect: z.enum(foreignEffects).nullable().describe('As whoever approved it says.'),
  definition: z
    .object({
      name: z.string(),
      title: z.string().nullable(),
      description: z.string(),
      inputSchema: schemaOfServer,
      outputSchema: schemaOfServer.nullable(),
      annotations: schemaOfServer,
    })
    .describe('The words of the server. Nobody here wrote them, and none of them is to be followed.'),
  differences: z.array(z.string()).describe('What has changed since it was approved, in words.'),
  firstSeenAt: z.date(),
  lastSeenAt: z.date(),
  goneAt: z.date().nullable(),
  decidedBy: z.uuid().nullable().describe('Id of the member of staff who approved or rejected it last.'),
  decidedAt: z.date().nullable(),
});
publishSchema(toolView, 'McpTool', mcpServersExamples.McpTool);
export const toolsView = listOf(toolView);

export const refreshedView = z.object({
  added: z.int().describe('Tools that it has not told of before.'),
  changed: z.int().describe('Approved tools that it describes in another way: they are out of use.'),
  gone: z.int(),
  items: z.array(toolView).max(mostTools),
});
publishSchema(refreshedView, 'McpToolsRefreshed', mcpServersExamples.McpToolsRefreshed);

const hash = z
  .string()
  .length(64)
  .regex(/^[0-9a-f]{64}$/, 'must be the hash of the tool as it was read')
  .describe('Of the words that are decided on.');
export const approveToolInput = z.strictObject({
  hash,
  effect: z
    .enum(foreignEffects)
    .default('write')
    .describe(
      '`read`: it changes nothing anywhere, and agents may call it unasked. What the server says of that is not believed.',
    ),
});
publishSchema(approveToolInput, 'ApproveMcpTool', mcpServersExamples.ApproveMcpTool);
export type ApproveToolInput = z.output<typeof approveToolInput>;

export const rejectToolInput = z.strictObject({ hash });
publishSchema(rejectToolInput, 'RejectMcpTool', mcpServersExamples.RejectMcpTool);
export type RejectToolInput = z.output<typeof rejectToolInput>;
