// Where a model can be asked, as an operator writes it down.
import { z } from 'zod';
import { modelTiers } from '../prompts/prompt.js';

/** How it is spoken to. `openai` is the protocol of many: vLLM, Ollama, gateways. */
export const modelProviders = ['openai', 'google', 'anthropic'] as const;
export type ModelProvider = (typeof modelProviders)[number];

/** Where the provider itself answers. Named here, no variable of the environment that a client would read can send requests elsewhere. */
const usualUrls: Readonly<Record<ModelProvider, string>> = {
  openai: 'https://api.openai.com/v1',
  google: 'https://generativelanguage.googleapis.com',
  anthropic: 'https://api.anthropic.com',
};

export const modelEndpointForm = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'small letters, digits and hyphens, 32 at most'),
    provider: z.enum(modelProviders),
    model: z.string().min(1).max(120),
    baseUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe("Default: the provider's own."),
    apiKey: z.string().min(1).max(400).optional(),
    tiers: z.array(z.enum(modelTiers)).min(1).describe('What it is good enough, and cheap enough, for.'),
    weight: z.int().min(1).max(100).default(1).describe('Its share of what endpoints of one tier are asked.'),
    inputPaisePerMillion: z
      .int()
      .min(0)
      .max(10_000_000)
      .default(0)
      .describe('Paise for a million tokens that are sent.'),
    outputPaisePerMillion: z.int().min(0).max(10_000_000).default(0).describe('… that come back.'),
    maxOutputTokens: z.int().min(16).max(8_192).default(512),
    timeoutSeconds: z.number().min(0.1).max(120).default(10).describe('Of one try.'),
    temperature: z.number().min(0).max(2).optional().describe("Default: the model's own."),
    jsonSchema: z
      .boolean()
      .default(true)
      .describe(
        'Whether the server is told the shape of an answer by its own parameter for that; the prompt says it in any case.',
      ),
  })
  .refine(({ baseUrl, apiKey }) => baseUrl !== undefined || apiKey !== undefined, {
    path: ['apiKey'],
    message: "needed where the endpoint is the provider's own",
  })
  .transform((endpoint) => ({ ...endpoint, baseUrl: endpoint.baseUrl ?? usualUrls[endpoint.provider] }));
export type ModelEndpoint = z.output<typeof modelEndpointForm>;

export interface TokenUsage {
  input: number;
  output: number;
  /** The provider told nothing, and they were counted by us, rather too many than too few. */
  isEstimate: boolean;
}

/** A model is paid for in fractions of a paisa: millionths of a rupee, whole, rounded up. */
export function costMicros(
  {
    inputPaisePerMillion,
    outputPaisePerMillion,
  }: Pick<ModelEndpoint, 'inputPaisePerMillion' | 'outputPaisePerMillion'>,
  { input, output }: Pick<TokenUsage, 'input' | 'output'>,
): number {
  // A paisa is 10,000 micros: tokens × paise / 1,000,000 × 10,000.
  return Math.ceil((input * inputPaisePerMillion + output * outputPaisePerMillion) / 100);
}

/** Tokens of a text, for any model and script, rather too many: a token is three bytes or more almost everywhere. */
export function estimatedTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 3);
}
