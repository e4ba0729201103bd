// JSON Schemas of servers that nobody here wrote, made safe to check arguments by. A schema may be written to hold up whoever reads it: by its
// size, by references that multiply, by regular expressions. What is checked is a copy of the keywords below; the server checks the rest.
import type { JsonSchema, ToolSchemaIssue } from '#libs/tools';

/** The schema is not one that arguments are checked by. The message is for staff, and says why. */
export class SchemaRefused extends Error {}

export const longestSchema = 32_000;
const deepest = 20;
const mostNodes = 1_000;
/** Schemas that are applied to one value, references followed. */
const mostApplied = 4_000;
/** Values times schemas: a few milliseconds. */
const mostWork = 2_000_000;
const mostValues = 5_000;
const deepestValue = 40;
const longestIssue = 300;

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
const types = new Set('null boolean object array number string integer'.split(' '));
const isTypes = (value: unknown): boolean => [value].flat().every((each) => types.has(each as string));

/** With the form of each: a validator is a program made of the schema, and is made of nothing unexpected. */
const plainKeywords: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: isTypes,
  enum: Array.isArray,
  const: () => true,
  required: isTexts,
  minLength: isCount,
  maxLength: isCount,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  multipleOf: (value) => isNumber(value) && (value as number) > 0,
  minItems: isCount,
  maxItems: isCount,
  minProperties: isCount,
  maxProperties: isCount,
  minContains: isCount,
  maxContains: isCount,
  dependentRequired: (value) => isObject(value) && Object.values(value).every(isTexts),
};
const schemaKeywords = new Set(
  'items additionalItems contains additionalProperties propertyNames not if then else'.split(' '),
);
const listKeywords = new Set('allOf anyOf oneOf prefixItems'.split(' '));
const mapKeywords = new Set('properties $defs definitions dependentSchemas'.split(' '));
const refused = new Set('$id $anchor $dynamicRef $dynamicAnchor $recursiveRef $recursiveAnchor'.split(' '));

export interface CheckedSchema {
  readonly schema: JsonSchema;
  /** How many schemas are applied to each value, at most. */
  readonly applied: number;
}

/**
 * The copy that is checked. Regular expressions (`pattern`, `patternProperties`, `format`) are not among it, because one of theirs can hold the
 * process for minutes; nor is `uniqueItems`, whose work grows with the square.
 * @throws SchemaRefused
 */
export function checkedCopy(schema: unknown): CheckedSchema {
  if (!isObject(schema) || schema.type !== 'object')
    throw new SchemaRefused('The schema of the arguments is not that of an object.');
  if (JSON.stringify(schema).length > longestSchema)
    throw new SchemaRefused(`The schema is longer than ${longestSchema} characters.`);
  let nodes = 0;
  const copy = (node: unknown, depth: number): unknown => {
    if (typeof node === 'boolean') return node;
    if (!isObject(node)) throw new SchemaRefused('A part of the schema is not a schema.');
    if ((nodes += 1) > mostNodes) throw new SchemaRefused(`The schema has more than ${mostNodes} parts.`);
    if (depth > deepest) throw new SchemaRefused(`The schema is nested more than ${deepest} deep.`);
    return Object.fromEntries(
      Object.entries(node).flatMap(([key, value]) => keyword(node, key, value, depth)),
    );
  };
  const keyword = (node: JsonSchema, key: string, value: unknown, depth: number): [string, unknown][] => {
    if (refused.has(key)) throw new SchemaRefused(`The schema uses ${key}.`);
    if (key === '$ref') return [[key, localReference(value)]];
    const isFit = Object.hasOwn(plainKeywords, key) ? plainKeywords[key] : undefined;
    if (isFit && !isFit(value)) throw new SchemaRefused(`The schema has a ${key} that is none.`);
    if (isFit) return [[key, value]];
    // With patterns left out, more members are allowed than the rest names.
    if (key === 'additionalProperties' && 'patternProperties' in node) return [];
    if (schemaKeywords.has(key) && !Array.isArray(value)) return [[key, copy(value, depth + 1)]];
    if ((listKeywords.has(key) || key === 'items') && Array.isArray(value))
      return [[key, value.map((each) => copy(each, depth + 1))]];
    if (mapKeywords.has(key) && isObject(value))
      return [
        [key, Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copy(each, depth + 1)]))],
      ];
    return [];
  };
  const checked = copy(schema, 0) as JsonSchema;
  return { schema: checked, applied: appliedBy(checked) };
}

function localReference(value: unknown): string {
  if (typeof value === 'string' && /^#\/(?:\$defs|definitions)\/[^/%~]+$/.test(value)) return value;
  throw new SchemaRefused('The schema refers to something that is not among its own definitions.');
}

/** With references followed: what is small when it is written may be without end when it is applied. @throws SchemaRefused */
function appliedBy(root: JsonSchema): number {
  const known = new Map<unknown, number>();
  const within = new Set<unknown>();
  const count = (schema: unknown): number => {
    if (!isObject(schema)) return 1;
    const before = known.get(schema);
    if (before !== undefined) return before;
    if (within.has(schema)) throw new SchemaRefused('The schema refers to itself.');
    within.add(schema);
    let total = 1;
    for (const inner of schemasIn(root, schema)) {
      total += count(inner);
      if (total > mostApplied)
        throw new SchemaRefused('The references of the schema multiply without bounds.');
    }
    within.delete(schema);
    known.set(schema, total);
    return total;
  };
  return count(root);
}

/** By keyword: a property may have the name of one. */
function schemasIn(root: JsonSchema, schema: JsonSchema): unknown[] {
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === '$ref') return [targetOf(root, value as string)];
    if (mapKeywords.has(key)) return Object.values(value as object);
    return schemaKeywords.has(key) || listKeywords.has(key) ? [value].flat() : [];
  });
}

function targetOf(root: JsonSchema, reference: string): unknown {
  const [, keyword, name] = reference.split('/') as [string, string, string];
  const definitions = root[keyword];
  if (isObject(definitions) && Object.hasOwn(definitions, name)) return definitions[name];
  throw new SchemaRefused('The schema refers to a part that it does not have.');
}

export type CheckArguments = (value: unknown) => readonly ToolSchemaIssue[];
type ValidatorClass = typeof import('@modelcontextprotocol/client/validators/ajv').AjvJsonSchemaValidator;

/** Half a megabyte that is loaded only where there are foreign tools. */
export async function loadValidator(): Promise<ValidatorClass> {
  return (await import('@modelcontextprotocol/client/validators/ajv')).AjvJsonSchemaValidator;
}

/** @throws SchemaRefused also for what no validator takes */
export function argumentsCheck(Validator: ValidatorClass, schema: unknown): CheckArguments {
  const { schema: checked, applied } = checkedCopy(schema);
  let validate: (value: unknown) => { valid: boolean; errorMessage?: string };
  try {
    // One for each schema: a validator keeps all that it has ever compiled.
    validate = new Validator().getValidator(checked);
  } catch {
    throw new SchemaRefused('The schema is not valid JSON Schema.');
  }
  return (value) => {
    if (sizeOf(value) * applied > mostWork) return [{ message: 'The arguments are too large for this tool' }];
    const { valid, errorMessage = 'does not fit' } = validate(value);
    return valid ? [] : [{ message: errorMessage.slice(0, longestIssue) }];
  };
}

/** How many values it has in it; without end where they are too many or too deep to be looked at. */
function sizeOf(value: unknown, depth = 0, budget = { left: mostValues }): number {
  budget.left -= 1;
  if (budget.left < 0 || depth > deepestValue) return Infinity;
  if (typeof value !== 'object' || value === null) return 1;
  let size = 1;
  for (const each of Object.values(value)) {
    size += sizeOf(each, depth + 1, budget);
    if (size === Infinity) return size;
  }
  return size;
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
