// A conversation as one file, for people or for programs.
import { Injectable } from '@nestjs/common';
import { formatDay, formatTime } from '#libs/format';
import type { Actor } from '../access/actor.js';
import { Settings } from '../config/settings.js';
import type { Message } from './conversation.entity.js';
import { ConversationTooLong } from './conversations.errors.js';
import { messageView, type ExportedFile, type ExportInput } from './conversations.schemas.js';
import { ConversationsService } from './conversations.service.js';

const page = 100;
/** Of the file, so that neither memory nor the row of the job overflows. */
const mostBytes = 5 * 1024 * 1024;

const authors: Readonly<Record<Message['role'], string>> = {
  customer: 'Customer',
  assistant: 'Assistant',
  staff: 'Staff',
};

@Injectable()
export class ConversationExport {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly settings: Settings,
  ) {}

  /**
   * @param tell hears how many of how many messages are read
   * @throws NotFound when the conversation is another customer's, ConversationTooLong
   */
  async make(
    actor: Actor,
    { conversationId, format }: ExportInput,
    signal: AbortSignal,
    tell: (done: number, of: number) => void,
  ): Promise<ExportedFile> {
    const total = await this.conversations.size(actor, conversationId);
    const entries: string[] = [];
    let bytes = 0;
    for (let cursor: string | undefined, isMore = true; isMore;) {
      signal.throwIfAborted();
      const query = { sessionId: conversationId, sort: 'createdAt' as const, limit: page, cursor };
      const { items, nextCursor } = await this.conversations.history(actor, query);
      for (const message of items) {
        const entry =
          format === 'json' ? JSON.stringify(messageView.parse(message), null, 2) : this.said(message);
        bytes += Buffer.byteLength(entry) + 2;
        if (bytes > mostBytes) throw new ConversationTooLong(mostBytes);
        entries.push(entry);
      }
      tell(entries.length, Math.max(total, entries.length));
      cursor = nextCursor ?? undefined;
      isMore = nextCursor !== null;
    }
    return { ...fileOf(format, conversationId, entries), format, messages: entries.length };
  }

  private said({ role, text, createdAt }: Message): string {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    return `${authors[role]}, ${formatDay(createdAt, zone)}, ${formatTime(createdAt, zone)}\n${quoted(text)}\n`;
  }
}

/** Every way to begin a line, those of Unicode (UAX 14) too: no line of a message may look like the beginning of another turn. */
const lineBreaks = /\r\n|[\n\v\f\r\x85\u2028\u2029]/;

function quoted(text: string): string {
  return text
    .split(lineBreaks)
    .map((line) => `> ${line}`)
    .join('\n');
}

function fileOf(format: ExportInput['format'], id: string, entries: readonly string[]) {
  const [contentType, content] =
    format === 'json'
      ? ['application/json', `[\n${entries.join(',\n')}\n]`]
      : ['text/plain; charset=utf-8', entries.join('\n')];
  return { fileName: `conversation-${id}.${format === 'json' ? 'json' : 'txt'}`, contentType, content };
}
