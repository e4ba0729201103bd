import type { ToolDefinition } from '#libs/tools';
import type { McpArguments } from './mcp.declarations.js';
import { titleOf } from './tool-names.js';

const longestValue = 300;
const longest = 3_000;

/**
 * What a person is asked to agree to: the tool and every argument, in lines of their own. Values are written as JSON, so that none of them can
 * look like a line of ours. What is too long is cut where it can be seen; what is done is the whole.
 */
export function summaryOf({ name, description }: ToolDefinition, args: McpArguments): string {
  const sentence = description.split(/(?<=[.])\s/, 1)[0]!.slice(0, longestValue);
  const lines = Object.entries(args).map(
    ([key, value]) => `- ${cut(JSON.stringify(key))}: ${cut(JSON.stringify(value) ?? 'null')}`,
  );
  const text = [`${titleOf(name)}: ${sentence}`, ...lines].join('\n');
  return text.length > longest
    ? `${text.slice(0, longest)}… (${text.length - longest} more characters)`
    : text;
}

function cut(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}… (${text.length} characters)` : text;
}
