import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ToolOutcome } from '#libs/tools';

/** What a tool has answered or refused. Answers are data: of what other people wrote, nothing is more than a value in JSON. */
export function resultOf(outcome: ToolOutcome): CallToolResult {
  if (!outcome.ok) return refused({ ...outcome.refusal });
  const { output } = outcome;
  const isObject = typeof output === 'object' && output !== null && !Array.isArray(output);
  return {
    content: [{ type: 'text', text: JSON.stringify(output) ?? 'null' }],
    ...(isObject && { structuredContent: output as Record<string, unknown> }),
  };
}

/** For a client that cannot put a form before its person. An error, so that no model takes it for done. */
export function notDoneYet(proposal: { id: string; summary: string; expiresAt: Date }): CallToolResult {
  return refused({
    code: 'NOT_DONE_YET',
    kind: 'conflict',
    detail:
      'Nothing was done yet. Show the person what is proposed; when they have agreed, call proposals_confirm with its id.',
    data: { proposal: { ...proposal, expiresAt: proposal.expiresAt.toISOString() } },
  });
}

function refused(refusal: { code: string; detail: string; [member: string]: unknown }): CallToolResult {
  return {
    content: [{ type: 'text', text: `${refusal.code}: ${refusal.detail}\n${JSON.stringify(refusal.data)}` }],
    structuredContent: refusal,
    isError: true,
  };
}
