// What those who follow a conversation are told. It is read by other programs: fields may be added, not renamed or removed.
import type { NewEntry } from '#libs/realtime';
import type { Message } from './conversation.entity.js';

interface ToldMessage {
  id: string;
  role: Message['role'];
  text: string;
  createdAt: Date;
  /** Of an answer: who gave it, and to what. */
  agent?: string;
  replyTo?: { id: string };
}

export function conversationStream(conversationId: string): string {
  return `conversation:${conversationId}`;
}

/** Somebody has said something: the customer, an agent, staff. */
export function messageCreated({ id, role, text, agent, replyTo, createdAt }: ToldMessage): NewEntry {
  return {
    type: 'message.created',
    data: { id, role, text, ...(agent && { agent }), ...(replyTo && { replyTo: replyTo.id }), createdAt },
  };
}

/** An answer to the message is being worked on. It is followed by the answer, unless the process dies. */
export function turnStarted({ id }: { id: string }): NewEntry {
  return { type: 'turn.started', data: { replyTo: id } };
}
