import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * A Zod schema as OpenAPI 3.1 wants it; undefined for everything else. Schemas with an id (`.meta({ id })`) become components that
 * others refer to; the rest is written where it is used.
 * @param io what may come in, or what goes out
 */
export function jsonSchemaOf(
  schema: unknown,
  io: 'input' | 'output',
): { schema: object; components: Record<string, JsonSchema> } | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: plain }) as JsonSchema;
  const { $schema: _, $defs: components = {}, id, ...own } = json;
  if (typeof id !== 'string') return { schema: own, components };
  return { schema: { $ref: `#/components/schemas/${id}` }, components: { ...components, [id]: own } };
}

/**
 * Dates leave as text. What Zod adds that says nothing more is left out: the long patterns of named formats, and the bounds of all
 * integers that JavaScript can count with.
 */
function plain({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: { _zod: { def: { type: string } } };
  jsonSchema: object;
}): void {
  if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  const json = jsonSchema as JsonSchema;
  if (json.format) delete json.pattern;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
}
