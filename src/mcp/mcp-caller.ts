// Who calls, handed through the SDK beside each request. A session belongs to whoever began it; what they may do is asked anew with every request.
import type { AuthInfo, ServerContext } from '@modelcontextprotocol/server';
import { programOf, type Actor } from '../access/actor.js';

/** What stands behind one HTTP request. */
export interface McpVisit {
  actor: Actor;
  /** Of the address: the tool sets that the client wants to see; all where it names none. */
  toolSets: readonly string[];
}

export function authInfoOf(visit: McpVisit): AuthInfo {
  // The token stays with the guards.
  return { token: '', clientId: programOf(visit.actor) ?? visit.actor.id, scopes: [], extra: { visit } };
}

export function visitOf(context: ServerContext): McpVisit {
  const visit = context.http?.authInfo?.extra?.visit as McpVisit | undefined;
  if (!visit) throw new Error('A request without a caller has come past the guards.');
  return visit;
}

export const actorOf = (context: ServerContext): Actor => visitOf(context).actor;

/** Whose a session is: of a person, or of one key or app of theirs. */
export function ownerName(actor: Actor): string {
  return `${actor.kind} ${actor.id} ${programOf(actor) ?? ''}`;
}
