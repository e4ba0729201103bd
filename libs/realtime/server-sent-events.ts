// Entries as server-sent events (HTML standard, section 9.2). The text is made when the connection can take it and not before: what a client
// does not read stays in the database, and a client that reads nothing is cut.
import { randomInt } from 'node:crypto';
import { applyDecorators, Header } from '@nestjs/common';
import { ApiProduces, ApiResponse } from '@nestjs/swagger';
import { problemMediaType } from '#libs/http';
import type { OpenAnswer } from './open-answer.js';
import type { ReadEntry, LostPlace } from './stream-log.js';

/** Clients that lose their server come back to others: not all at once. */
const retryMs = { min: 1_000, max: 4_000 };

export interface EventOptions {
  /** Entries, and `null` whenever nothing has come for a while. */
  feed: AsyncIterable<ReadEntry | null>;
  answer: Pick<OpenAnswer, 'cut'>;
  /** Told before anything else to a client that cannot go on where it was: the feed is from the beginning. */
  lost: LostPlace | null;
  /** How often it is asked whether it may go on, while there is much to tell. It is also asked whenever there is nothing. */
  askEveryMs: number;
  mayGoOn: () => Promise<boolean>;
  /** How long the connection may take nothing. */
  patienceMs: number;
  /** Called before a client that was too slow is cut. */
  onCut: () => void;
}

/** To be returned by a handler. It ends when the feed does, or when it may not go on. */
export async function* serverSentEvents(options: EventOptions): AsyncGenerator<string, void> {
  let patience: NodeJS.Timeout | undefined;
  const cut = (): void => {
    options.onCut();
    options.answer.cut();
  };
  const wait = (): void => void (patience = setTimeout(cut, options.patienceMs).unref());
  try {
    wait();
    yield `retry: ${randomInt(retryMs.min, retryMs.max)}\n\n`;
    if (options.lost) yield resetText(options.lost);
    clearTimeout(patience);
    let asked = performance.now();
    for await (const entry of options.feed) {
      if (entry === null || performance.now() - asked >= options.askEveryMs) {
        if (!(await options.mayGoOn())) return;
        asked = performance.now();
      }
      wait();
      // A comment keeps proxies from closing the connection, and finds out whether anybody is there.
      yield entry ? eventText(entry) : ':\n\n';
      clearTimeout(patience);
    }
  } finally {
    clearTimeout(patience);
  }
}

/** With the id of the beginning: a browser that comes back before the next event starts there as well. */
function resetText(reason: LostPlace): string {
  return `id: 0\nevent: reset\ndata: ${JSON.stringify({ reason })}\n\n`;
}

/** JSON has no line breaks outside of its strings, and none in them. */
function eventText({ position, type, data, at }: ReadEntry): string {
  return `id: ${position}\nevent: ${type}\ndata: ${JSON.stringify({ position, type, data, at })}\n\n`;
}

/** On a handler that returns {@link serverSentEvents}. Proxies must neither keep back nor pack what comes. */
export function ReturnsEvents(description: string): MethodDecorator {
  return applyDecorators(
    Header('content-type', 'text/event-stream; charset=utf-8'),
    Header('cache-control', 'no-store, no-transform'),
    Header('x-accel-buffering', 'no'),
    ApiProduces('text/event-stream'),
    ApiResponse({
      status: 200,
      description,
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    }),
    ApiResponse({
      status: 'default',
      description: 'A problem document (RFC 9457)',
      content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' } } },
    }),
  );
}
