// What a tool of staff takes: the part of JSON Schema that is told here, and nothing beside it. No patterns, which can be made to run for
// minutes, no references and no nesting, which can be made to grow without end.
import { z } from 'zod';
import { plainText } from '#libs/http';
import type { JsonToolSchema } from '#libs/tools';

const propertiesAtMost = 30;
const longest = 4_000;

export const inputName = z
  .string()
  .max(40)
  .regex(/^[a-z][A-Za-z0-9_]*$/, 'must begin with a small letter, and have letters, digits and _');

const description = plainText({ min: 1, max: 300 }).optional();
const choices = z.array(z.string().min(1).max(200)).min(1).max(100).optional();
const bound = z.number().min(-1e12).max(1e12).optional();

const textForm = z.strictObject({
  type: z.literal('string'),
  description,
  minLength: z.int().min(0).max(longest).optional(),
  maxLength: z.int().min(1).max(longest).default(500),
  enum: choices,
  format: z.enum(['date', 'date-time', 'email', 'uuid']).optional(),
});
const numberForm = z.strictObject({
  type: z.enum(['integer', 'number']),
  description,
  minimum: bound,
  maximum: bound,
});
const booleanForm = z.strictObject({ type: z.literal('boolean'), description });
const listForm = z.strictObject({
  type: z.literal('array'),
  description,
  items: z.discriminatedUnion('type', [textForm, numberForm, booleanForm]),
  minItems: z.int().min(0).max(100).optional(),
  maxItems: z.int().min(1).max(100).default(20),
});

export const toolInputSchema = z
  .strictObject({
    type: z.literal('object').default('object'),
    properties: z
      .record(inputName, z.discriminatedUnion('type', [textForm, numberForm, booleanForm, listForm]))
      .refine((all) => Object.keys(all).length <= propertiesAtMost, `must have at most ${propertiesAtMost}`)
      .default({}),
    required: z.array(inputName).max(propertiesAtMost).default([]),
  })
  .superRefine(({ properties, required }, context) => {
    for (const name of required)
      if (!Object.hasOwn(properties, name))
        context.addIssue({ code: 'custom', path: ['required'], message: `${name} is no property` });
  })
  .describe(
    'A part of JSON Schema: an object of texts, numbers, truth values, and lists of those. No patterns, no references.',
  );
export type ToolInput = z.output<typeof toolInputSchema>;

/** For the registry: what callers are shown, and what their arguments are checked by. */
export function checkedInput(input: ToolInput): JsonToolSchema {
  const json = { ...input, additionalProperties: false };
  const schema = z.fromJSONSchema(json as never);
  return { json, check: (value) => schema.safeParse(value).error?.issues ?? illFormed(value) };
}

/** Half a character cannot be written in any address, header or document. */
function illFormed(value: unknown): { message: string; path: string[] }[] {
  return Object.entries(value as object).flatMap(([name, given]) =>
    [given].flat().every((each) => typeof each !== 'string' || each.isWellFormed())
      ? []
      : [{ path: [name], message: 'has half a character' }],
  );
}
