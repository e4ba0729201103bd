// What a server says that a tool of it is, and the hash that an approval is bound to.
import { createHash } from 'node:crypto';
import { cut, hasUnseenWithin, seenWithin } from './foreign-text.js';
import { checkedCopy, longestSchema, SchemaRefused } from './foreign-schema.js';

/** As it was told, but for what cannot be seen. */
export interface ToolDefinitionOfServer {
  name: string;
  title: string | null;
  description: string;
  inputSchema: Record<string, unknown>;
  outputSchema: Record<string, unknown> | null;
  annotations: Record<string, unknown>;
}

/** What the protocol's client hands on. */
export interface ListedTool {
  name: string;
  title?: string;
  description?: string;
  inputSchema: Record<string, unknown>;
  outputSchema?: Record<string, unknown>;
  annotations?: Record<string, unknown>;
}

export interface ReadTool {
  definition: ToolDefinitionOfServer;
  /** SHA-256, hex, of all that the server says of it, unseen letters included. */
  hash: string;
  /** Its name in the registry, behind that of the server: small letters, digits and `_`. */
  localName: string;
  /** Why it cannot be approved. */
  fault: string | null;
}

export const longestName = 128;
const longestTitle = 200;
const longestDescription = 4_000;
/** Names of tools have at most 64 letters, of which the name of the server and a point take 22. */
const longestLocalName = 42;

export function readTool(tool: ListedTool): ReadTool {
  const { name, title, description = '', inputSchema, outputSchema, annotations = {} } = tool;
  const told = { name, title, description, inputSchema, outputSchema, annotations };
  const fault = faultOf(tool);
  const isTooLong = JSON.stringify(told).length > 3 * longestSchema;
  return {
    hash: createHash('sha256').update(canonical(told)).digest('hex'),
    localName: localNameOf(name),
    fault,
    definition: {
      name: cut(name, longestName).text,
      title: title === undefined ? null : cut(title, longestTitle).text,
      description: cut(description, longestDescription).text,
      // What is too long to be kept could not be approved anyway.
      inputSchema: isTooLong ? {} : (seenWithin(inputSchema) as Record<string, unknown>),
      outputSchema: isTooLong || !outputSchema ? null : (seenWithin(outputSchema) as Record<string, unknown>),
      annotations: isTooLong ? {} : (seenWithin(annotations) as Record<string, unknown>),
    },
  };
}

function faultOf({ name, title = '', description = '', inputSchema, outputSchema, annotations }: ListedTool) {
  if (name.length > longestName) return `Its name is longer than ${longestName} characters.`;
  if (!/^[a-z]/.test(localNameOf(name))) return 'Its name does not begin with a letter.';
  if (title.length > longestTitle) return `Its title is longer than ${longestTitle} characters.`;
  if (description.length > longestDescription)
    return `Its description is longer than ${longestDescription} characters.`;
  for (const each of [outputSchema, annotations])
    if (each && JSON.stringify(each).length > longestSchema)
      return `What it says of itself is longer than ${longestSchema} characters.`;
  try {
    checkedCopy(inputSchema);
  } catch (error) {
    if (error instanceof SchemaRefused) return error.message;
    throw error;
  }
  if (hasUnseenWithin([name, title, description, inputSchema, outputSchema, annotations]))
    return 'It hides letters that nobody can see.';
  return null;
}

/** `get_weather` of `getWeather`, `Get-Weather` and `get.weather`. */
export function localNameOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, longestLocalName)
    .replace(/_+$/, '');
}

/** The same text for the same value, in whatever order its members come: the database keeps them in one of its own. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
