// What a version of a tool says: who may call it, what it takes, and what it does.
import { z } from 'zod';
import { plainText } from '#libs/http';
import { permissions } from '../access/roles.js';
import { toolAction } from './kinds/kinds.js';
import { toolInputSchema } from './tool-input.js';

/** Names begin so, and no other tool's do. */
export const toolNamePrefix = 'custom.';

export const customToolName = z
  .string()
  .max(60)
  .regex(/^custom\.[a-z][a-z0-9_]*$/, 'must be `custom.` and small letters, digits and _')
  .meta({ examples: ['custom.city_weather'] });

export const toolAudiences = ['staff', 'everybody'] as const;

export const toolDefinition = z.strictObject({
  description: plainText({ min: 10, max: 1_000, lineBreaks: true }).describe(
    'For whoever chooses among tools, models included: what it does, and when to use it.',
  ),
  permission: z
    .enum(permissions)
    .describe('What callers need. Only who holds it themselves can write it here.'),
  audience: z
    .enum(toolAudiences)
    .default('staff')
    .describe('`everybody`: customers who hold the permission, and the chat for them, may call it as well.'),
  effect: z
    .enum(['read', 'write'])
    .describe('`write`: it changes something. Programs call it only once a person has agreed.'),
  input: toolInputSchema.prefault({}),
  action: toolAction,
});
export type ToolDefinitionInput = z.output<typeof toolDefinition>;
