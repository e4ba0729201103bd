import { z } from 'zod';
import { codeText, ListForm, periodQuery, publishSchema } from '#libs/http';
import { failureKinds, modelProviders, modelTiers } from '#libs/llm';
import { callOutcomes } from './model-call.entity.js';
import { budgetScopes } from './model-spending.entity.js';
import { modelsExamples } from './models.examples.js';

const tier = z.enum(modelTiers).meta({ id: 'ModelTier' });
const micros = z.int().describe('Millionths of a rupee.');

export const modelEndpointView = z.object({
  name: z.string(),
  provider: z.enum(modelProviders).describe('The protocol that it is spoken to in.'),
  model: z.string(),
  host: z.string(),
  tiers: z.array(tier),
  weight: z.int(),
  inputPaisePerMillion: z.int().describe('Paise for a million tokens that are sent.'),
  outputPaisePerMillion: z.int().describe('Paise for a million tokens that come back.'),
  maxOutputTokens: z.int(),
  timeoutSeconds: z.number().describe('Of one try.'),
  state: z
    .enum(['well', 'resting', 'failing'])
    .describe(
      'As the process sees it that answers. `resting`: it asked to be left alone until `restsUntil`. `failing`: it failed several times in a row, and is asked now and then.',
    ),
  restsUntil: z.date().nullable(),
  lastFailure: z.object({ kind: z.enum(failureKinds), at: z.date() }).nullable(),
});
publishSchema(modelEndpointView, 'ModelEndpoint', modelsExamples.ModelEndpoint);

export const modelBudgetView = z.object({
  scope: z.enum(budgetScopes).describe('`all` and `customer` are for a day, `conversation` for all of it.'),
  calls: z.int(),
  costMicros: micros,
});
publishSchema(modelBudgetView, 'ModelBudget', modelsExamples.ModelBudget);

export const modelSpendingView = z.object({ calls: z.int(), costMicros: micros });
publishSchema(modelSpendingView, 'ModelSpending', modelsExamples.ModelSpending);

export const modelsView = z.object({
  endpoints: z.array(modelEndpointView).describe('Empty where the embedded engine stands alone.'),
  budgets: z.array(modelBudgetView),
  spentToday: modelSpendingView.describe('By all, with what is reserved for calls under way.'),
});
publishSchema(modelsView, 'Models', {
  endpoints: [modelsExamples.ModelEndpoint],
  budgets: [modelsExamples.ModelBudget],
  spentToday: modelsExamples.ModelSpending,
});

export const modelCallsList = new ListForm({
  sortBy: { at: 'instant' },
  default: '-at',
  period: { of: 'at', is: 'It ended' },
  filters: {
    task: codeText({ max: 60 }).optional(),
    endpoint: codeText({ max: 32 }).optional(),
    outcome: z.enum(callOutcomes).optional(),
  },
});
export type ModelCallsQuery = z.output<typeof modelCallsList.query>;

export const modelCallView = z.object({
  id: z.uuid(),
  at: z.date().describe('When it ended.'),
  task: z.string().describe('The name of the prompt.'),
  promptVersion: z.int(),
  agent: z.string().nullable().describe('Which agent asked.'),
  tier,
  endpoint: z.string().nullable().describe('Null where an earlier answer was given again.'),
  inputTokens: z.int(),
  outputTokens: z.int(),
  isEstimate: z.boolean().describe('The provider told no figures, and they are ours.'),
  costMicros: micros,
  durationMs: z.int(),
  outcome: z.enum(callOutcomes).meta({ id: 'ModelCallOutcome' }),
});
publishSchema(modelCallView, 'ModelCall', modelsExamples.ModelCall);

export const modelCostsQuery = z.strictObject({
  by: z.enum(['agent', 'task', 'endpoint', 'day']).default('agent').describe('By what they are added up.'),
  ...periodQuery('It ended'),
});
export type ModelCostsQuery = z.output<typeof modelCostsQuery>;

export const modelCostsView = z.object({
  by: z.enum(['agent', 'task', 'endpoint', 'day']),
  from: z.date(),
  to: z.date(),
  items: z
    .array(
      z.object({
        key: z.string().describe('The agent, task, endpoint or day; `none` where a call had none.'),
        calls: z.int(),
        inputTokens: z.int(),
        outputTokens: z.int(),
        costMicros: micros,
      }),
    )
    .describe('The dearest first.'),
});
publishSchema(modelCostsView, 'ModelCosts', modelsExamples.ModelCosts);
