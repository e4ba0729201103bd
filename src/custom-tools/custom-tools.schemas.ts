import { z } from 'zod';
import { jsonValue, listOf, plainText, publishSchema } from '#libs/http';
import { toolVersionStatuses } from './custom-tool.entity.js';
import { customToolsExamples } from './custom-tools.examples.js';
import { httpMethods } from './kinds/http-action.js';
import { customToolName, toolAudiences, toolDefinition } from './tool-definition.js';
import { inputName } from './tool-input.js';

const note = plainText({ max: 300, lineBreaks: true }).default('').describe('What has changed and why.');

export const createCustomToolInput = z.strictObject({
  name: customToolName.describe('By which it is called; it never changes.'),
  note,
  definition: toolDefinition,
});
publishSchema(createCustomToolInput, 'CreateCustomTool', customToolsExamples.CreateCustomTool);
export type CreateCustomTool = z.output<typeof createCustomToolInput>;

export const draftCustomToolInput = z.strictObject({ note, definition: toolDefinition });
publishSchema(draftCustomToolInput, 'DraftCustomTool', customToolsExamples.DraftCustomTool);
export type DraftCustomTool = z.output<typeof draftCustomToolInput>;

export const tryCustomToolInput = z.strictObject({
  input: z.record(inputName, jsonValue).default({}).describe('What a caller would give it.'),
  confirmed: z
    .boolean()
    .default(false)
    .describe('Needed of a tool that writes: what it calls is really called, and really changes.'),
});
publishSchema(tryCustomToolInput, 'TryCustomTool', customToolsExamples.TryCustomTool);
export type TryCustomTool = z.output<typeof tryCustomToolInput>;

export const versionNumber = z.coerce.number<string>().int().min(1).max(1_000_000);
export const comparedVersions = z.strictObject({ from: versionNumber, to: versionNumber });
export type ComparedVersions = z.output<typeof comparedVersions>;

const selection = {
  from: z.string(),
  fields: z.array(z.object({ name: z.string(), pointer: z.string() })),
};
const texts = z.record(z.string(), z.string());
const actionView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('http'),
    method: z.enum(httpMethods),
    url: z.string(),
    query: texts,
    headers: texts,
    body: z.unknown(),
    answer: z.object({ as: z.enum(['json', 'text']), ...selection }),
    timeoutMs: z.int(),
    mostKilobytes: z.int(),
  }),
  z.object({
    kind: z.literal('question'),
    tool: z.string(),
    arguments: z.record(z.string(), z.unknown()),
    answer: z.object(selection),
  }),
]);

export const versionView = z.object({
  number: z.int(),
  status: z.enum(toolVersionStatuses).meta({ id: 'CustomToolStatus' }),
  note: z.string(),
  definition: z.object({
    description: z.string(),
    permission: z.string(),
    audience: z.enum(toolAudiences),
    effect: z.enum(['read', 'write']),
    input: z.record(z.string(), z.unknown()).describe('JSON Schema of the arguments.'),
    action: actionView,
  }),
  triedAt: z.date().nullable().describe('When the definition was last tried as it is now.'),
  triedBy: z.uuid().nullable(),
  tryRefusal: z.string().nullable().describe('Code of what stood in the way; null where it went well.'),
  publishedAt: z.date().nullable(),
  publishedBy: z.uuid().nullable(),
  retiredAt: z.date().nullable(),
  createdAt: z.date(),
});
publishSchema(versionView, 'CustomToolVersion', customToolsExamples.CustomToolVersion);
export const versionsView = listOf(versionView);

export const customToolView = z.object({
  name: z.string(),
  published: versionView.nullable().describe('What callers have now.'),
  draft: versionView.nullable().describe('What would be published next.'),
  createdBy: z.uuid(),
  version: z.int().describe('For `If-Match`; not the number of a version of the tool.'),
  createdAt: z.date(),
});
publishSchema(customToolView, 'CustomTool', customToolsExamples.CustomTool);

const summaryView = z.object({
  name: z.string(),
  description: z.string(),
  kind: z.string(),
  effect: z.enum(['read', 'write']),
  permission: z.string(),
  publishedNumber: z.int().nullable(),
  draftNumber: z.int().nullable(),
  isDraftTried: z.boolean(),
  createdAt: z.date(),
});
publishSchema(summaryView, 'CustomToolSummary', customToolsExamples.CustomToolSummary);
export const customToolsView = listOf(summaryView);

const changeView = z.object({
  path: z.string().describe('With dots: `action.query.units`.'),
  from: z.unknown().describe('Left out where it was not there.'),
  to: z.unknown().describe('Left out where it is not there any more.'),
});
publishSchema(changeView, 'CustomToolChange', customToolsExamples.CustomToolChange);
export const changesView = listOf(changeView);

export const tryOutcomeView = z.object({
  number: z.int().describe('Of the version that was tried.'),
  output: z.unknown().describe('What a caller would be answered; null where it was refused.'),
  refusal: z
    .object({ code: z.string(), detail: z.string(), data: z.record(z.string(), z.unknown()) })
    .nullable()
    .describe('What a caller would be told; null where it went well.'),
  milliseconds: z.int(),
  isRecorded: z
    .boolean()
    .describe('False if the draft was changed while it ran: then it counts for nothing.'),
});
publishSchema(tryOutcomeView, 'CustomToolTry', customToolsExamples.CustomToolTry);
