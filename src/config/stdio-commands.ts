// What MCP_STDIO_COMMANDS says.

export interface StdioCommand {
  command: string;
  args: readonly string[];
}

const entry = /^([a-z][a-z0-9_-]{0,39})=(\S.*)$/;

export function isCommandList(text: string): boolean {
  const parts = partsOf(text).map((part) => entry.exec(part)?.[1]);
  return parts.every((key) => key !== undefined) && new Set(parts).size === parts.length;
}

/** By key. @param text for which {@link isCommandList} holds */
export function stdioCommands(text: string): ReadonlyMap<string, StdioCommand> {
  return new Map(
    partsOf(text).map((part) => {
      const [, key, line] = entry.exec(part)!;
      const [command, ...args] = line!.split(/\s+/);
      return [key!, { command: command!, args }];
    }),
  );
}

function partsOf(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
}
