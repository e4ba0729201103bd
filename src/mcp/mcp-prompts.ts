// What a person can begin with, and what can be filled in for what they type: prompts and completions as they are declared.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  ProtocolError,
  ProtocolErrorCode,
  type GetPromptResult,
  type InputRequiredResult,
} from '@modelcontextprotocol/server';
import { DeclarationScan } from '#libs/discovery';
import { nearNames } from '#libs/tools';
import {
  mcpCompletions,
  mcpPrompts,
  shownOf,
  type CompleteMcpArgument,
  type GetMcpPrompt,
  type McpCall,
  type McpCompletionPlace,
  type McpPromptDefinition,
} from './mcp.declarations.js';
import { pageOf } from './mcp-pages.js';

const pageSize = 100;
/** As the protocol has it. */
const completionsAtOnce = 100;
const longestArgument = 4_000;

@Injectable()
export class McpPrompts implements OnModuleInit {
  private declared: readonly { definition: McpPromptDefinition; get: GetMcpPrompt }[] = [];
  private completions: readonly { place: McpCompletionPlace; complete: CompleteMcpArgument }[] = [];

  constructor(private readonly scan: DeclarationScan) {}

  onModuleInit(): void {
    this.declared = this.scan
      .methods(mcpPrompts)
      .map(({ definition, call }) => ({ definition, get: call as unknown as GetMcpPrompt }));
    this.completions = this.scan.methods(mcpCompletions).map(({ definition, call }) => ({
      place: definition,
      complete: call as unknown as CompleteMcpArgument,
    }));
  }

  list(call: McpCall, cursor?: string) {
    const prompts = this.shownTo(call).map(({ definition }) => shownOf(definition));
    return pageOf('prompts', prompts, pageSize, cursor);
  }

  /** @throws ProtocolError for a prompt that there is not, and for arguments that it does not take */
  async get(
    call: McpCall,
    name: string,
    args: Readonly<Record<string, string>>,
  ): Promise<GetPromptResult | InputRequiredResult> {
    const shown = this.shownTo(call);
    const prompt = shown.find(({ definition }) => definition.name === name);
    if (!prompt) {
      const suggestions = nearNames(
        name,
        shown.map(({ definition }) => definition.name),
      );
      throw invalid(`Unknown prompt: ${name.slice(0, 100)}.`, { suggestions });
    }
    checkArguments(prompt.definition, args);
    return prompt.get(args, call);
  }

  /** Nothing where nothing can be filled in. */
  async complete(call: McpCall, of: string, argument: string, typed: string): Promise<string[]> {
    const found = this.completions.find(({ place }) => place.of === of && place.argument === argument);
    if (!found) return [];
    const values = await found.complete(typed.slice(0, longestArgument), call);
    return values.slice(0, completionsAtOnce);
  }

  private shownTo(call: McpCall) {
    return this.declared.filter(({ definition }) => definition.isFor?.(call) ?? true);
  }
}

function checkArguments(
  { arguments: known = [] }: McpPromptDefinition,
  args: Readonly<Record<string, string>>,
): void {
  const missing = known.filter(({ name, required }) => required && !args[name]).map(({ name }) => name);
  if (missing.length > 0) throw invalid(`Missing arguments: ${missing.join(', ')}.`, { missing });
  const names = known.map(({ name }) => name);
  const unknown = Object.keys(args).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw invalid(`This prompt takes no ${unknown.join(', ').slice(0, 200)}.`, { takes: names });
  const long = Object.keys(args).filter((name) => args[name]!.length > longestArgument);
  if (long.length > 0) throw invalid(`At most ${longestArgument} characters: ${long.join(', ')}.`, { long });
}

function invalid(message: string, data: object): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message, data);
}
