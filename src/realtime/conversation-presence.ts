// Who else is in a conversation, and whether they are typing. Of the moment: nothing of it is kept, and what is lost is not told again.
import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { ActingSocket, SocketFacts } from './stream-visitor.js';

/** Other processes that do not answer in this time are not waited for. */
const askMs = 500;

@Injectable()
export class ConversationPresence {
  private readonly logger = new Logger(ConversationPresence.name);

  /** Tells the others, and whoever has come who they are. @param room the stream of the conversation, which they may all follow */
  async join(socket: ActingSocket, room: string): Promise<void> {
    void socket.join(room);
    const { who } = socket.data;
    const others = await this.others(socket, room);
    if (!others.has(who)) socket.to(room).emit('presence', { ...about(room), who, isOnline: true });
    for (const other of others) socket.emit('presence', { ...about(room), who: other, isOnline: true });
  }

  /** Tells the others, unless there is somebody of the same kind left. */
  async leave(socket: ActingSocket, room: string): Promise<void> {
    void socket.leave(room);
    const { who } = socket.data;
    const others = await this.others(socket, room);
    // It may have come back meanwhile.
    if (socket.rooms.has(room)) return;
    if (!others.has(who)) socket.nsp.to(room).emit('presence', { ...about(room), who, isOnline: false });
  }

  /** What does not get through at once is not kept for later. */
  typing(socket: ActingSocket, room: string, isTyping: boolean): void {
    socket.volatile.to(room).emit('typing', { ...about(room), who: socket.data.who, isTyping });
  }

  private async others(socket: ActingSocket, room: string): Promise<Set<SocketFacts['who']>> {
    const { nsp } = socket;
    const there = await nsp
      .timeout(askMs)
      .in(room)
      .fetchSockets()
      .catch((error) => {
        this.logger.debug({ err: error }, 'other processes did not say who is there');
        return hereIn(socket, room);
      });
    return new Set(there.filter(({ id }) => id !== socket.id).map(({ data }) => data.who));
  }
}

/** Those of this process. */
function hereIn({ nsp }: ActingSocket, room: string) {
  const ids = nsp.adapter.rooms.get(room) ?? new Set();
  return [...ids].flatMap((id) => nsp.sockets.get(id) ?? []);
}

export function factsOf({ kind }: Actor): SocketFacts {
  return { who: kind === 'staff' ? 'staff' : 'customer' };
}

/** @param room `conversation:ID` */
function about(room: string) {
  return { conversation: room.slice(room.indexOf(':') + 1) };
}
