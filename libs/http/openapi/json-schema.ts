import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;
export type SchemaDirection = 'input' | 'output';

/**
 * The schemas that a document refers to by name (`.meta({ id })`), gathered while it is put together. One name stands for one form: what
 * comes in and what goes out of the same schema can differ, and then have different names.
 */
export class SchemaComponents {
  private readonly known = new Map<string, { schema: JsonSchema; text: string }>();

  /** By name. */
  all(): Record<string, JsonSchema> {
    const sorted = [...this.known].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, { schema }]) => [name, schema]));
  }

  /**
   * What stands for `schema` where it is used; undefined for what is no schema of ours.
   * @param direction what may come in, or what goes out
   * @throws Error when a name is taken by something else
   */
  refer(schema: unknown, direction: SchemaDirection): object | undefined {
    const converted = jsonSchemaOf(schema, direction);
    if (!converted) return undefined;
    for (const [name, component] of Object.entries(converted.components)) this.add(name, component);
    return converted.schema;
  }

  private add(name: string, schema: JsonSchema): void {
    const text = JSON.stringify(schema);
    const other = this.known.get(name);
    if (other && other.text !== text) throw new Error(`Two schemas of the API document are named ${name}.`);
    this.known.set(name, { schema, text });
  }
}

/**
 * A Zod schema as OpenAPI 3.1 wants it; undefined for everything else. Schemas with an id (`.meta({ id })`) become components that
 * others refer to; the rest is written where it is used.
 */
export function jsonSchemaOf(
  schema: unknown,
  io: SchemaDirection,
): { schema: object; components: Record<string, JsonSchema> } | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const json = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: (place) => adapt(place as unknown as Place, io),
  }) as JsonSchema;
  const { $schema: _, $defs = {}, ...own } = json;
  return { schema: toComponents(own), components: toComponents($defs) as Record<string, JsonSchema> };
}

const componentsPath = '#/components/schemas/';

/** Refers to components of the document instead of definitions beside the schema. */
function toComponents<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(toComponents) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    const isReference = key === '$ref' && typeof inner === 'string';
    return [key, isReference ? inner.replace('#/$defs/', componentsPath) : toComponents(inner)];
  });
  return Object.fromEntries(entries) as Value;
}

/**
 * Classes of characters in a way that is understood without the flag `u`, which few validators set. Halves of characters (Cs) would forbid
 * whole ones there: they are left out, and refused all the same.
 */
const plainClasses: Readonly<Record<string, string>> = {
  '\\p{Cc}': '\\u0000-\\u001f\\u007f-\\u009f',
  '\\p{Cs}': '',
};

interface Place {
  zodSchema: z.ZodType & { _zod: { def: { type: string; catchall?: unknown; discriminator?: string } } };
  jsonSchema: JsonSchema;
}

/** Says in JSON Schema what Zod does not, and leaves out what says nothing. */
function adapt({ zodSchema, jsonSchema }: Place, io: SchemaDirection): void {
  const { type, catchall, discriminator } = zodSchema._zod.def;
  // Dates leave as text.
  if (type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  // The long patterns of named formats, and the bounds of all integers that JavaScript can count with.
  if (jsonSchema.format) delete jsonSchema.pattern;
  else if (jsonSchema.pattern)
    jsonSchema.pattern = jsonSchema.pattern.replace(/\\p\{C[cs]\}/g, (name) => plainClasses[name]!);
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  // Answers may get more members within a version: clients must not refuse them.
  if (io === 'output' && type === 'object' && catchall === undefined) delete jsonSchema.additionalProperties;
  if (discriminator && jsonSchema.oneOf?.every((option) => (option as JsonSchema).$ref))
    Object.assign(jsonSchema, { discriminator: { propertyName: discriminator } });
  if (io === 'output' && jsonSchema.examples)
    jsonSchema.examples = jsonSchema.examples.map((each) => asItLeaves(zodSchema, each));
  // Zod takes them from inputs that are changed on their way in: they could be of either form. Ours are as they are sent.
  const { id, examples } = z.globalRegistry.get(zodSchema) ?? {};
  if (io === 'input' && id !== undefined && examples) Object.assign(jsonSchema, { examples });
}

/** Examples are written as a handler would return them. @throws Error when one does not fit its schema */
function asItLeaves(schema: z.ZodType, example: unknown): never {
  return JSON.parse(JSON.stringify(schema.parse(example))) as never;
}
