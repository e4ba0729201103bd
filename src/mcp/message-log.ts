import type { EventId, EventStore, JSONRPCMessage, StreamId } from '@modelcontextprotocol/server';

/** Of one session. What is older is lost to a client that comes back, as if the process had begun anew. */
const messagesKept = 200;
const charactersKept = 1_000_000;

/** What was sent to one session, for a client that lost its connection and comes back (`Last-Event-ID`). */
export class MessageLog implements EventStore {
  private readonly kept: { id: EventId; stream: StreamId; message: JSONRPCMessage; size: number }[] = [];
  private characters = 0;
  private count = 0;

  async storeEvent(stream: StreamId, message: JSONRPCMessage): Promise<EventId> {
    const id = `${++this.count}-${stream}`;
    const size = JSON.stringify(message).length;
    this.kept.push({ id, stream, message, size });
    this.characters += size;
    while (this.kept.length > messagesKept || (this.characters > charactersKept && this.kept.length > 1))
      this.characters -= this.kept.shift()!.size;
    return id;
  }

  async getStreamIdForEventId(id: EventId): Promise<StreamId | undefined> {
    return this.kept.find((each) => each.id === id)?.stream;
  }

  async replayEventsAfter(
    last: EventId,
    { send }: { send: (id: EventId, message: JSONRPCMessage) => Promise<void> },
  ): Promise<StreamId> {
    const from = this.kept.findIndex(({ id }) => id === last);
    const stream = this.kept[from]?.stream;
    if (stream === undefined) throw new Error('What was sent after this event is not kept any more.');
    for (const each of this.kept.slice(from + 1))
      // The first of a stream has nothing in it but its id.
      if (each.stream === stream && Object.keys(each.message).length > 0) await send(each.id, each.message);
    return stream;
  }
}
