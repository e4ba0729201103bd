// What has changed in a tool since somebody approved it, in words for whoever decides again.
import { cut } from './foreign-text.js';
import { canonical, type ToolDefinitionOfServer } from './tool-definition.js';

const mostDifferences = 20;
const longestExcerpt = 120;

/** At most twenty sentences; none where only letters that nobody sees have changed. */
export function differencesBetween(before: ToolDefinitionOfServer, now: ToolDefinitionOfServer): string[] {
  const found: string[] = [];
  if (before.title !== now.title) found.push(`The title is now ${quoted(now.title ?? '')}.`);
  if (before.description !== now.description)
    found.push(...descriptionChange(before.description, now.description));
  found.push(...schemaChanges('arguments', before.inputSchema, now.inputSchema));
  found.push(...schemaChanges('answer', before.outputSchema ?? {}, now.outputSchema ?? {}));
  if (!isSame(before.annotations, now.annotations))
    found.push(`What it says of its effects is now ${quoted(JSON.stringify(now.annotations))}.`);
  return found.length > mostDifferences
    ? [...found.slice(0, mostDifferences - 1), `… and ${found.length - mostDifferences + 1} more.`]
    : found;
}

/** From the first letter that differs to the last. */
function descriptionChange(before: string, now: string): string[] {
  let start = 0;
  while (start < before.length && start < now.length && before[start] === now[start]) start += 1;
  let end = 0;
  const room = Math.min(before.length, now.length) - start;
  while (end < room && before.at(-1 - end) === now.at(-1 - end)) end += 1;
  const removed = before.slice(start, before.length - end);
  const added = now.slice(start, now.length - end);
  return [
    ...(removed === '' ? [] : [`The description no longer says ${quoted(removed)}.`]),
    ...(added === '' ? [] : [`The description now says ${quoted(added)}.`]),
  ];
}

function schemaChanges(of: string, before: Record<string, unknown>, now: Record<string, unknown>): string[] {
  if (isSame(before, now)) return [];
  const [old, fresh] = [membersOf(before), membersOf(now)];
  const needed = new Set((now.required ?? []) as string[]);
  const wasNeeded = new Set((before.required ?? []) as string[]);
  const sentences = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].flatMap((name) => {
    const shown = `${quoted(name)} of the ${of}`;
    if (!(name in old)) return [`${shown} is new${needed.has(name) ? ', and needed' : ''}.`];
    if (!(name in fresh)) return [`${shown} is gone.`];
    if (!isSame(old[name], fresh[name]))
      return [`${shown} is described in another way: ${quoted(JSON.stringify(fresh[name]))}.`];
    if (needed.has(name) !== wasNeeded.has(name))
      return [`${shown} is ${needed.has(name) ? 'now' : 'no longer'} needed.`];
    return [];
  });
  return sentences.length > 0 ? sentences : [`The schema of the ${of} has changed.`];
}

function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function membersOf({ properties }: Record<string, unknown>): Record<string, unknown> {
  return typeof properties === 'object' && properties !== null ? (properties as Record<string, unknown>) : {};
}

function quoted(text: string): string {
  const { text: shown, isCut } = cut(text, longestExcerpt);
  return `“${shown}${isCut ? '…' : ''}”`;
}
