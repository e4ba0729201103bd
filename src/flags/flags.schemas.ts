import { z } from 'zod';
import { listOf, patchOf, plainText, publishSchema } from '#libs/http';
import { flagsExamples } from './flags.examples.js';
import { flagEnvironments } from './feature-flag.entity.js';

export const flagKey = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9_-]*$/, 'must be small letters, digits, - and _, and begin with a letter')
  .meta({ examples: ['registration'] });

const role = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9_]*$/, 'must be the name of a role');
const distinct = (list: readonly string[]) => new Set(list).size === list.length;

const conditions = {
  description: plainText({ min: 1, max: 300, brackets: false }),
  enabled: z.boolean().describe('If false, the feature is off for everybody.'),
  environments: z
    .array(z.enum(flagEnvironments))
    .max(flagEnvironments.length)
    .refine(distinct, 'must not repeat one')
    .default([])
    .describe('Values of NODE_ENV for which it is on; an empty list means all.'),
  roles: z
    .array(role)
    .max(50)
    .refine(distinct, 'must not repeat one')
    .default([])
    .describe('Roles of staff, and `customer`; an empty list means everybody, anonymous callers included.'),
  percentage: z
    .int()
    .min(0)
    .max(100)
    .default(100)
    .describe('Share of people who have it, always the same ones. Anonymous callers have it only at 100.'),
};

export const replaceFlagInput = z.strictObject(conditions);
publishSchema(replaceFlagInput, 'ReplaceFlag', flagsExamples.ReplaceFlag);
export type ReplaceFlagInput = z.output<typeof replaceFlagInput>;

export const updateFlagInput = patchOf(conditions);
publishSchema(updateFlagInput, 'UpdateFlag', flagsExamples.UpdateFlag);
export type UpdateFlagInput = z.output<typeof updateFlagInput>;

export const createFlagInput = z.strictObject({ key: flagKey, ...conditions });
publishSchema(createFlagInput, 'CreateFlag', flagsExamples.CreateFlag);
export type CreateFlagInput = z.output<typeof createFlagInput>;

export const flagView = z.object({
  key: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  environments: z.array(z.enum(flagEnvironments)),
  roles: z.array(z.string()),
  percentage: z.int(),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
publishSchema(flagView, 'Flag', flagsExamples.Flag);

export const flagsView = z.object({
  items: z.array(flagView),
  defaults: z
    .array(z.object({ key: z.string(), description: z.string(), isOn: z.boolean() }))
    .describe('What the program asks for, and what holds while there is no flag of that key.'),
});
publishSchema(flagsView, 'FlagList', flagsExamples.FlagList);

const ownFlagView = z.object({ key: z.string(), isOn: z.boolean() });
publishSchema(ownFlagView, 'OwnFlag', flagsExamples.OwnFlag);
export const myFlagsView = listOf(ownFlagView);
