import type { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

const texts: Readonly<Record<string, string>> = {
  uuid: '019d45d6-0ddb-7692-9f4f-68a7e873909f',
  'date-time': '2026-11-20T04:30:00.000Z',
  date: '2026-11-20',
  email: 'asha@example.com',
  uri: 'https://example.com/',
};

/** Something that fits a JSON Schema: its own example, else the plainest of its kind. Enough for the schemas of events. */
export function exampleOf(schema: JsonSchema): unknown {
  const { const: fixed, enum: values, examples, anyOf, items, properties, type, format } = schema;
  if (fixed !== undefined) return fixed;
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if (values) return values[0];
  if (anyOf) return exampleOf(anyOf[0] as JsonSchema);
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(properties ?? {}).map(([name, inner]) => [name, exampleOf(inner as JsonSchema)]),
      );
    case 'array':
      return [exampleOf(items as JsonSchema)];
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema.minimum ?? 1));
    case 'boolean':
      return true;
    case 'string':
      return texts[format ?? ''] ?? 'text';
    default:
      return null;
  }
}
