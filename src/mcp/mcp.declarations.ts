// What the MCP server offers beside the tools of the registry: resources, prompts, and tools that only MCP has. Declared beside whoever knows
// them, and found by the scan, as tools and streams are.
import type {
  CallToolResult,
  GetPromptResult,
  InputRequiredResult,
  Prompt,
  ReadResourceResult,
  Resource,
  ServerContext,
  Tool,
} from '@modelcontextprotocol/server';
import { Declaration } from '#libs/discovery';
import type { Actor } from '../access/actor.js';

/** One request of a client, as far as what is declared here may know of it. */
export interface McpCall {
  readonly actor: Actor;
  /** Whether the client can put a form before its person. */
  readonly canElicit: boolean;
  /** Of the SDK: progress, logging, what a person has answered, whether anybody still waits. */
  readonly context: ServerContext;
}

export type McpArguments = Readonly<Record<string, unknown>>;

interface Offered {
  /** Default: to everybody. It hides; what may be read is decided where it is read. */
  isFor?: (call: Pick<McpCall, 'actor' | 'canElicit'>) => boolean;
}

export interface McpToolDefinition extends Omit<Tool, 'inputSchema'>, Offered {
  inputSchema?: Tool['inputSchema'];
}
export const mcpTools = new Declaration<McpToolDefinition>('tools of MCP', ({ name }) => name);
export type RunMcpTool = (args: McpArguments, call: McpCall) => Promise<CallToolResult | InputRequiredResult>;
/** A tool that REST and the chat do not have: it is about MCP itself. @see Tool of #libs/tools for all others */
export const McpTool = (definition: McpToolDefinition) => mcpTools.onMethod<RunMcpTool>(definition);

export interface McpResourceDefinition extends Omit<Resource, 'uri'>, Offered {
  /** Fixed, or a template with `{id}` for what changes. */
  uri: string;
}
export const mcpResources = new Declaration<McpResourceDefinition>('resources of MCP', ({ uri }) => uri);
/** @returns undefined where there is none of that address for this caller */
export type ReadMcpResource = (
  uri: string,
  variables: Readonly<Record<string, string>>,
  call: McpCall,
) => Promise<ReadResourceResult | undefined>;
export const McpResource = (definition: McpResourceDefinition) =>
  mcpResources.onMethod<ReadMcpResource>(definition);

/** Resources of one caller, each by its own address: `(call) => Resource[]`, at most a hundred. @param name unique */
export const mcpResourceLists = new Declaration<string>('lists of MCP resources', (name) => name);
export type ListMcpResources = (call: McpCall) => Promise<readonly Resource[]>;
export const ListsMcpResources = (name: string) => mcpResourceLists.onMethod<ListMcpResources>(name);

export const mcpResourceFeeds = new Declaration<string>('feeds of MCP resources', (template) => template);
/**
 * Tells `changed` whenever the resource has changed, until the signal fires.
 * @returns false where the caller may not follow it
 */
export type FeedMcpResource = (
  actor: Actor,
  variables: Readonly<Record<string, string>>,
  changed: () => void,
  signal: AbortSignal,
) => Promise<boolean>;
/** On the method by which a resource can be subscribed to. @param template its address as it is declared */
export const FeedsMcpResource = (template: string) => mcpResourceFeeds.onMethod<FeedMcpResource>(template);

/** Values for what is asked for by one name, wherever it is asked: of a template (`id` of `desk://bookings/{id}`) or of a prompt. */
export const mcpCompletions = new Declaration<McpCompletionPlace>(
  'completions of MCP',
  ({ of, argument }) => `${of} ${argument}`,
);
export interface McpCompletionPlace {
  /** Template of a resource, or name of a prompt. */
  of: string;
  argument: string;
}
export type CompleteMcpArgument = (typed: string, call: McpCall) => Promise<readonly string[]>;
export const CompletesMcp = (of: string, argument: string) =>
  mcpCompletions.onMethod<CompleteMcpArgument>({ of, argument });

export interface McpPromptDefinition extends Prompt, Offered {}
export const mcpPrompts = new Declaration<McpPromptDefinition>('prompts of MCP', ({ name }) => name);
export type GetMcpPrompt = (
  args: Readonly<Record<string, string>>,
  call: McpCall,
) => Promise<GetPromptResult | InputRequiredResult>;
export const McpPrompt = (definition: McpPromptDefinition) => mcpPrompts.onMethod<GetMcpPrompt>(definition);

/** What clients are shown of a definition: all of it but what hides it. */
export function shownOf<Definition extends Offered>(definition: Definition): Omit<Definition, 'isFor'> {
  const shown = { ...definition };
  delete shown.isFor;
  return shown;
}
