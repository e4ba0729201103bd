// The forms of arguments and answers: Zod for tools of our own, JSON Schema for those that come from elsewhere. Both are read by one interface
// (standardschema.dev), and printed as JSON Schema for whoever calls.
import { z } from 'zod';
import { jsonSchemaOf } from '#libs/http';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface ToolSchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

type Validated =
  { readonly value: unknown; readonly issues?: undefined } | { readonly issues: readonly ToolSchemaIssue[] };

/** A schema of JSON alone, and what checks a value by it. */
export interface JsonToolSchema {
  readonly json: JsonSchema;
  /** @returns what is wrong; nothing where all is right */
  readonly check: (value: unknown) => readonly ToolSchemaIssue[];
}

export type ToolSchema = z.ZodType | JsonToolSchema;

export function validate(schema: ToolSchema, value: unknown): Validated {
  if (schema instanceof z.ZodType) {
    const parsed = schema.safeParse(value);
    return parsed.success ? { value: parsed.data } : { issues: parsed.error.issues };
  }
  const issues = schema.check(value);
  return issues.length > 0 ? { issues } : { value };
}

/** What a caller is told of the form: a schema of its own, with what it refers to under `$defs`. */
export function printSchema(schema: ToolSchema, direction: 'input' | 'output'): JsonSchema {
  if (!(schema instanceof z.ZodType)) return schema.json;
  const { schema: own, components } = jsonSchemaOf(schema, direction)!;
  return withDefinitions(own as JsonSchema, components);
}

const componentsPath = '#/components/schemas/';

/**
 * The part of an API document that a schema stands on, put into the schema itself.
 * @param components schemas by name, which refer to each other as `#/components/schemas/…`
 */
export function withDefinitions(
  schema: JsonSchema,
  components: Readonly<Record<string, object>>,
): JsonSchema {
  const $defs: Record<string, unknown> = {};
  const local = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(local);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key !== '$ref' || typeof inner !== 'string' || !inner.startsWith(componentsPath))
          return [key, local(inner)];
        const name = inner.slice(componentsPath.length);
        if (!(name in $defs)) {
          // Before it is followed: what refers to itself ends here.
          $defs[name] = {};
          $defs[name] = local(components[name]);
        }
        return [key, `#/$defs/${name}`];
      }),
    );
  };
  const own = local(schema) as Record<string, unknown>;
  return Object.keys($defs).length > 0 ? { ...own, $defs } : own;
}
