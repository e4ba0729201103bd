import { z } from 'zod';
import { codeText, ListForm, pageOf, periodQuery, publishSchema, queryNumber } from '#libs/http';
import { refusalCategories } from '#libs/tools';
import { toolsExamples } from './tools.examples.js';

export const toolEffects = ['read', 'reserve', 'write'] as const;
export const longestToolName = 128;

/** Any text that could be a name: whoever misspells one is told which are near. */
export const toolName = codeText({ max: longestToolName });

export const toolsList = new ListForm({
  sortBy: { name: 'text' },
  default: 'name',
  filters: {
    domain: codeText({ max: 60 }).optional().describe('What stands before the first dot of the name.'),
    effect: z.enum(toolEffects).optional(),
    q: codeText({ max: 100 }).optional().describe('Words, all of which are in the name or the description.'),
  },
});
export type ListTools = z.output<typeof toolsList.query>;

const effect = z
  .enum(toolEffects)
  .describe(
    '`write` changes something; `reserve` keeps something for a while, or gives it back, and costs nothing.',
  )
  .meta({ id: 'ToolEffect' });

export const toolView = z.object({
  name: z.string(),
  domain: z.string(),
  description: z.string().describe('What it does and when to use it.'),
  effect,
  permission: z.string().describe('What it takes to call it: a permission, `self`, `identified`, `public`.'),
  operation: z.string().nullable().describe('Id of the operation of this API that it stands for.'),
  annotations: z
    .object({
      readOnlyHint: z.boolean(),
      destructiveHint: z.boolean(),
      idempotentHint: z
        .boolean()
        .describe('Calls with one confirmation have one effect, also where the process died in one of them.'),
    })
    .describe('As the Model Context Protocol calls them.'),
  canRehearse: z.boolean().describe('Whether it can be called with `dryRun`.'),
  cache: z
    .object({ seconds: z.int(), scope: z.enum(['everybody', 'caller']) })
    .nullable()
    .describe('For how long an answer may be given again, and to whom.'),
  timeoutSeconds: z.number(),
});
publishSchema(toolView, 'Tool', toolsExamples.Tool);
export const toolsView = pageOf(toolView);

const jsonSchema = z
  .record(z.string(), z.unknown())
  .describe('JSON Schema (2020-12), with all that it refers to.');

export const toolDetailView = toolView.extend({ inputSchema: jsonSchema, outputSchema: jsonSchema });
publishSchema(toolDetailView, 'ToolDetail', toolsExamples.ToolDetail);

export const executeToolInput = z.strictObject({
  name: toolName.meta({ examples: ['catalogue.list_services'] }),
  arguments: z
    .record(z.string().max(100), z.unknown())
    .default({})
    .describe('As the `inputSchema` of the tool says.'),
  confirmation: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'has 1 to 255 visible characters')
    .max(255)
    .optional()
    .describe(
      'Made up by the caller for a tool that changes something: calls with the same one have one effect together, and within 24 hours the same answer.',
    ),
  dryRun: z
    .boolean()
    .default(false)
    .describe(
      'Answers what the call would answer and change, and changes nothing. Not for every tool: see `canRehearse`.',
    ),
});
publishSchema(executeToolInput, 'ExecuteTool', toolsExamples.ExecuteTool);
export type ExecuteToolInput = z.output<typeof executeToolInput>;

export const toolResultView = z.object({
  name: z.string(),
  output: z.unknown().describe('As the `outputSchema` of the tool says.'),
  isCached: z.boolean().describe('An earlier answer to the same arguments was given again.'),
  isRepeated: z
    .boolean()
    .describe('The call was made before under this confirmation: this is what was answered then.'),
  changes: z
    .array(z.object({ table: z.string(), inserted: z.int(), updated: z.int(), deleted: z.int() }))
    .nullable()
    .describe('Of a dry run: rows that would be written, by table. Null otherwise.'),
});
publishSchema(toolResultView, 'ToolResult', toolsExamples.ToolResult);

/** What the problem of a refusal says beside what every problem says. */
export const refusalMembers = z.object({
  category: z.enum(refusalCategories).describe('What the refusal is about.'),
  tool: z.string(),
  suggestions: z.array(z.string()).optional().describe('Names that may have been meant.'),
});

export const usageGroups = ['tool', 'agent', 'person', 'via', 'hour'] as const;

export const toolUsageQuery = z.strictObject({
  by: z.enum(usageGroups).default('tool').describe('By what calls are added up.'),
  tool: toolName.optional().describe('Calls of this tool only.'),
  limit: queryNumber(z.int().min(1).max(500)).default(100).describe('Maximum number of groups.'),
  ...periodQuery('The call ended'),
});
export type ToolUsageQuery = z.output<typeof toolUsageQuery>;

export const toolUsageView = z.object({
  by: z.enum(usageGroups),
  from: z.date(),
  to: z.date(),
  items: z
    .array(
      z.object({
        key: z
          .string()
          .describe(
            'The tool; the agent, or what kind of caller where none was; the id of the person; the way; the hour, in UTC.',
          ),
        calls: z.int(),
        refused: z.int().describe('Ended in a refusal, whatever its code.'),
        failed: z.int().describe('Of those: faults of ours, and calls that took too long.'),
        errorRate: z.number().describe('Failed calls by all calls, 0 … 1.'),
        cacheHits: z.int(),
        averageMs: z.number(),
        p50Ms: z.number().describe('Half of the calls took no longer: estimated from a histogram.'),
        p95Ms: z.number(),
        refusals: z.record(z.string(), z.int()).describe('How many, by code.'),
      }),
    )
    .describe('The most called first; hours in their order.'),
});
publishSchema(toolUsageView, 'ToolUsage', toolsExamples.ToolUsage);
