// What of an answer is handed on: by JSON Pointers (RFC 6901), without code.
import { z } from 'zod';

const rowsAtMost = 200;

const pointer = z
  .string()
  .max(200)
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/, 'must be a JSON Pointer: /data/items/0')
  .meta({ examples: ['/data/items'] });

export const answerSelection = {
  from: pointer.default('').describe('The part of the answer that matters; empty is all of it.'),
  fields: z
    .array(
      z.strictObject({
        name: z
          .string()
          .min(1)
          .max(40)
          .regex(/^[A-Za-z]\w*$/),
        pointer,
      }),
    )
    .max(30)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'must not repeat a name')
    .default([])
    .describe(
      `Of that part, or of each of its first ${rowsAtMost} items if it is a list; what is not there is null. An empty list hands it on as it is.`,
    ),
};

export interface AnswerSelection {
  from: string;
  fields: { name: string; pointer: string }[];
}

/** What a tool of staff answers, whatever it asks. */
export interface ToolAnswer {
  result: unknown;
  /** Whether there was more in the list than is handed on. */
  isShortened: boolean;
}

export function selected(answer: unknown, { from, fields }: AnswerSelection): ToolAnswer {
  const part = at(answer, from) ?? null;
  if (fields.length === 0) return { result: part, isShortened: false };
  const picked = (of: unknown) =>
    Object.fromEntries(fields.map(({ name, pointer: where }) => [name, at(of, where) ?? null]));
  return Array.isArray(part)
    ? { result: part.slice(0, rowsAtMost).map(picked), isShortened: part.length > rowsAtMost }
    : { result: picked(part), isShortened: false };
}

function at(value: unknown, where: string): unknown {
  let here = value;
  for (const step of where.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    // Its own alone: an answer is not to be asked for what every object has.
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    if (Array.isArray(here) && !/^\d+$/.test(key)) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}
