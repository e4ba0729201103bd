import { z } from 'zod';
import { ListForm, listOf, plainText, publishSchema, queryNumber } from '#libs/http';
import { registryExamples } from './registry.examples.js';

export const agentName = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z_]*$/, 'must be the name of an agent')
  .meta({ examples: ['booking'] });

export const toggleAgentInput = z.strictObject({
  enabled: z.boolean(),
  reason: plainText({ min: 1, max: 300 }).describe('Why; for the other staff and the audit log.'),
});
publishSchema(toggleAgentInput, 'ToggleAgent', registryExamples.ToggleAgent);
export type ToggleAgent = z.output<typeof toggleAgentInput>;

/** Of any agent: what it takes is checked by the schema that the agent declares. */
const settings = z
  .record(z.string().max(40), z.union([z.boolean(), z.number(), z.string().max(300)]))
  .refine((all) => Object.keys(all).length <= 50, 'must not have more than 50 members');

export const createAgentVersionInput = z.strictObject({
  settings: settings.describe(
    'What is left out has its default; `settingsSchema` of the agent says what there is.',
  ),
  note: plainText({ min: 1, max: 300 }).describe('What it is for.'),
});
publishSchema(createAgentVersionInput, 'CreateAgentVersion', registryExamples.CreateAgentVersion);
export type CreateAgentVersion = z.output<typeof createAgentVersionInput>;

const versionNumber = z.int().min(0).max(1_000_000);

export const publishAgentVersionInput = z.strictObject({
  number: versionNumber.describe('0 is what the agent declares by itself.'),
  percent: z
    .int()
    .min(1)
    .max(100)
    .default(100)
    .describe('Of the conversations, always the same ones; below 100 it is tried beside the live version.'),
});
publishSchema(publishAgentVersionInput, 'PublishAgentVersion', registryExamples.PublishAgentVersion);
export type PublishAgentVersion = z.output<typeof publishAgentVersionInput>;

export const agentVersionsList = new ListForm({
  sortBy: { number: 'number' },
  default: '-number',
});
export type AgentVersionsQuery = z.output<typeof agentVersionsList.query>;

export const compareQuery = z.strictObject({
  from: queryNumber(versionNumber),
  to: queryNumber(versionNumber),
});
export type CompareQuery = z.output<typeof compareQuery>;

export const performanceQuery = z.strictObject({
  days: queryNumber(z.int().min(1).max(30)).default(7).describe('How many days back turns are counted.'),
});
export type PerformanceQuery = z.output<typeof performanceQuery>;

export const agentConfigurationView = z.object({
  agent: z.string(),
  isEnabled: z.boolean(),
  reason: z.string().describe('Why it was switched off or on; empty if it never was.'),
  liveVersion: z.int().describe('0 is what the agent declares by itself.'),
  candidateVersion: z.int().nullable().describe('Tried beside the live one.'),
  candidatePercent: z.int().nullable().describe('Of the conversations that have the candidate.'),
  version: z.int().describe('Of this configuration: the number of its changes.'),
});
publishSchema(agentConfigurationView, 'AgentConfiguration', registryExamples.AgentConfiguration);

export const agentVersionView = z.object({
  id: z.uuid(),
  agent: z.string(),
  number: z.int(),
  settings: z.record(z.string(), z.unknown()),
  note: z.string(),
  createdAt: z.date(),
});
publishSchema(agentVersionView, 'AgentVersion', registryExamples.AgentVersion);

const settingChangeView = z.object({ setting: z.string(), from: z.unknown(), to: z.unknown() });
publishSchema(settingChangeView, 'AgentSettingChange', registryExamples.AgentSettingChange);
export const settingChangesView = listOf(settingChangeView);

const figures = {
  turns: z.int().describe('In which it answered or failed.'),
  errors: z.int().describe('In which it failed; the customer was told that something does not work.'),
  misses: z.int().describe('Of which it made nothing.'),
  conversions: z.int().describe('What it brought about: bookings, cancellations, calls.'),
  meanMs: z.number().nullable(),
  p95Ms: z.number().nullable(),
  lastUsedAt: z.date().nullable(),
};
const versionFiguresView = z.object({ version: z.int(), ...figures });
publishSchema(versionFiguresView, 'AgentVersionFigures', registryExamples.AgentVersionFigures);
const performanceView = z.object({
  since: z.date(),
  ...figures,
  byVersion: z.array(versionFiguresView).describe('What was live or tried meanwhile, to compare.'),
});
publishSchema(performanceView, 'AgentPerformance', registryExamples.AgentPerformance);

/** `failing`: of the last day's turns one in ten or more ended in an apology. */
export const agentHealths = ['healthy', 'failing', 'off'] as const;

export const agentView = z.object({
  name: z.string(),
  description: z.string(),
  kind: z.enum(['aside', 'frame']).describe('`frame`: asks over several turns, and may write in the end.'),
  intents: z.array(z.string()).describe('What it is asked by.'),
  mayBeSwitchedOff: z.boolean(),
  settingsSchema: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('JSON Schema of its settings; null if it has none.'),
  configuration: agentConfigurationView,
  health: z.enum(agentHealths),
  performance: performanceView,
});
publishSchema(agentView, 'Agent', registryExamples.Agent);
export const agentsView = listOf(agentView);
