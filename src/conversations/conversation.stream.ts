// What those who follow a conversation are told. It is read by other programs: fields may be added, not renamed or removed.
import type { NewEntry } from '#libs/realtime';
import type { AnswerPart, Message } from './conversation.entity.js';

interface ToldMessage {
  id: string;
  role: Message['role'];
  text: string;
  createdAt: Date;
  /** Of an answer: who gave it, and to what. */
  agent?: string;
  replyTo?: { id: string };
  parts?: readonly AnswerPart[];
}

export function conversationStream(conversationId: string): string {
  return `conversation:${conversationId}`;
}

/** Somebody has said something: the customer, an agent, staff. */
export function messageCreated({ id, role, text, agent, replyTo, parts, createdAt }: ToldMessage): NewEntry {
  const sources = parts?.flatMap((part) => part.sources ?? []) ?? [];
  return {
    type: 'message.created',
    data: {
      ...{ id, role, text, createdAt },
      ...(agent && { agent }),
      ...(replyTo && { replyTo: replyTo.id }),
      ...(sources.length > 0 && { sources }),
    },
  };
}

/** An answer to the message is being worked on. It is followed by the answer, unless the process dies. */
export function turnStarted({ id }: { id: string }): NewEntry {
  return { type: 'turn.started', data: { replyTo: id } };
}
