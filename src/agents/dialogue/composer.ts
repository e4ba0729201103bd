// One answer out of what the agents contributed.
import type { AgentDirectory } from './agent-registry.js';
import type { AgentReply } from './turn-state.js';

/** Step by step of the turn, and within a step in the order that the agents declare: what was asked comes first, questions last. */
export function orderedReplies(replies: readonly AgentReply[], agents: AgentDirectory): AgentReply[] {
  const order = new Map(agents.declarations.map(({ name, order: place }) => [name, place]));
  return replies
    .filter(({ text }) => text.trim() !== '')
    .toSorted((a, b) => a.step - b.step || order.get(a.agent)! - order.get(b.agent)!);
}

export function joinedReplies(replies: readonly AgentReply[]): string {
  return replies.map(({ text }) => text).join('\n\n');
}
