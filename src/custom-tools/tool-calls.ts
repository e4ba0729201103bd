import type { QuestionAction } from './kinds/question.kind.js';
import type { ToolDefinitionInput } from './tool-definition.js';

/**
 * The way on which a question would come back to itself; undefined where there is none. A question asks one tool, so there is one way.
 * @param others what is published beside it, by name
 */
export function cycleThrough(
  name: string,
  action: QuestionAction,
  others: ReadonlyMap<string, ToolDefinitionInput>,
): string[] | undefined {
  const way = [name];
  for (let next: string | undefined = action.tool; next !== undefined;) {
    way.push(next);
    if (next === name) return way;
    // What is published has no cycle without us; it cannot be longer than all of them.
    if (way.length > others.size + 2) return undefined;
    const called: ToolDefinitionInput['action'] | undefined = others.get(next)?.action;
    next = called?.kind === 'question' ? called.tool : undefined;
  }
  return undefined;
}
