// A request to another server, as staff write it down.
import { z } from 'zod';
import { jsonValue } from '#libs/http';
import { answerSelection } from './answer.js';

export const httpMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const template = z
  .string()
  .max(1_000)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');
const fewer = (most: number) =>
  [(all: object) => Object.keys(all).length <= most, `must have at most ${most}`] as const;

export const httpAction = z.strictObject({
  kind: z.literal('http'),
  method: z.enum(httpMethods).default('GET'),
  url: z
    .string()
    .min(1)
    .max(1_000)
    .describe('https, a host that tools may call, and a path, which may have `{{input.name}}` in it.')
    .meta({ examples: ['https://api.weather.example/v1/cities/{{input.city}}'] }),
  query: z
    .record(
      z
        .string()
        .min(1)
        .max(60)
        .regex(/^[^\p{Cc}\p{Cs}]+$/u),
      template,
    )
    .refine(...fewer(30))
    .default({})
    .describe('What is one `{{input.name}}` is left out with it, and repeated if that is a list.'),
  headers: z
    .record(
      z
        .string()
        .min(1)
        .max(60)
        .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/),
      template,
    )
    .refine(...fewer(20))
    .default({})
    .describe('Credentials stand here as `{{secret.NAME}}`.'),
  body: jsonValue
    .default(null)
    .refine((body) => sizeOf(body) <= 16_000, 'must be at most 16,000 characters of JSON, 10 deep')
    .describe(
      'JSON; null sends none. A text that is one `{{input.name}}` becomes its value, or is left out with it.',
    ),
  answer: z.strictObject({ as: z.enum(['json', 'text']).default('json'), ...answerSelection }).prefault({}),
  timeoutMs: z.int().min(100).max(20_000).default(10_000),
  mostKilobytes: z.int().min(1).max(1_024).default(64).describe('A longer answer is none.'),
});
export type HttpAction = z.output<typeof httpAction>;

/** Characters; beyond all limits for what is nested deeper than 10. */
function sizeOf(body: unknown): number {
  const isDeep = (value: unknown, left: number): boolean =>
    typeof value === 'object' &&
    value !== null &&
    (left === 0 || Object.values(value).some((inner) => isDeep(inner, left - 1)));
  return isDeep(body, 10) ? Number.POSITIVE_INFINITY : JSON.stringify(body).length;
}
