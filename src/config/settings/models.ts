// Which language models may be asked, and how much that may cost: docs/models.md.
import { z } from 'zod';

const rupees = (standard: number, description: string) =>
  z.coerce.number().int().min(0).max(1_000_000).default(standard).describe(description);
const calls = (standard: number, description: string) =>
  z.coerce.number().int().min(0).max(10_000_000).default(standard).describe(description);

export const modelSettings = {
  MODELS: z
    .string()
    .optional()
    .describe(
      'Endpoints of language models, as a JSON list or as the path of a file with one: docs/models.md. Without any the embedded engine stands alone, and nothing is sent to anybody.',
    ),
  MODEL_TIERS: z
    .string()
    .optional()
    .describe(
      'Tasks that another tier of models is to do than their prompts say, comma separated: language.intents=balanced.',
    ),
  MODEL_DAY_RUPEES: rupees(
    500,
    'What models may cost on a day in all; beyond it the embedded engine answers.',
  ),
  MODEL_DAY_CALLS: calls(20_000, 'Tries at models on a day in all, those that cost nothing included.'),
  MODEL_CUSTOMER_DAY_RUPEES: rupees(20, 'What models may cost on a day for one customer.'),
  MODEL_CUSTOMER_DAY_CALLS: calls(200, 'Tries at models on a day for one customer.'),
  MODEL_CONVERSATION_RUPEES: rupees(10, 'What models may cost for one conversation.'),
  MODEL_CONVERSATION_CALLS: calls(100, 'Tries at models for one conversation.'),
  MODEL_CACHE_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_440)
    .default(60)
    .describe('How long an answer of a model to a public question is given again; 0 for never.'),
  MODEL_CALL_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(400)
    .default(90)
    .describe('How long the log of tries at models is kept; it holds neither questions nor answers.'),
};
