// Where tools may go, and what they show there.
import { z } from 'zod';
import { listOf, plainText, publishSchema } from '#libs/http';
import { isWebHost } from '../../config/setting-checks.js';
import { outsideExamples } from './outside.examples.js';

const note = plainText({ max: 300 }).default('').describe('What it is for.');

export const toolHost = z
  .string()
  .max(260)
  .refine(isWebHost, 'must be a host as in an address, in small letters, with its port if that is not 443')
  .meta({ examples: ['api.weather.example'] });

export const createToolHostInput = z.strictObject({ host: toolHost, note });
publishSchema(createToolHostInput, 'CreateToolHost', outsideExamples.CreateToolHost);
export type CreateToolHost = z.output<typeof createToolHostInput>;

export const toolHostView = z.object({
  host: z.string(),
  note: z.string(),
  isOfSettings: z
    .boolean()
    .describe('It comes from the setting CUSTOM_TOOL_HOSTS and stays as long as that.'),
  createdBy: z.uuid().nullable(),
  createdAt: z.date().nullable(),
});
publishSchema(toolHostView, 'ToolHost', outsideExamples.ToolHost);
export const toolHostsView = listOf(toolHostView);

export const secretName = z
  .string()
  .max(40)
  .regex(/^[A-Z][A-Z0-9_]*$/, 'must be capitals, digits and _')
  .meta({ examples: ['WEATHER_KEY'] });

const secretFields = {
  hosts: z
    .array(toolHost)
    .min(1)
    .max(10)
    .refine((all) => new Set(all).size === all.length, 'must not repeat one')
    .describe('Where it may be sent to.'),
  note,
  value: z
    .string()
    .min(8)
    .max(4_000)
    .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'must be visible ASCII')
    .describe('Sealed at once; no route ever shows it.'),
};

export const createToolSecretInput = z.strictObject({ name: secretName, ...secretFields });
publishSchema(createToolSecretInput, 'CreateToolSecret', outsideExamples.CreateToolSecret);
export type CreateToolSecret = z.output<typeof createToolSecretInput>;

export const replaceToolSecretInput = z.strictObject(secretFields);
publishSchema(replaceToolSecretInput, 'ReplaceToolSecret', outsideExamples.ReplaceToolSecret);
export type ReplaceToolSecret = z.output<typeof replaceToolSecretInput>;

export const toolSecretView = z.object({
  name: z.string(),
  hosts: z.array(z.string()),
  note: z.string(),
  createdBy: z.uuid(),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
publishSchema(toolSecretView, 'ToolSecret', outsideExamples.ToolSecret);
export const toolSecretsView = listOf(toolSecretView);
