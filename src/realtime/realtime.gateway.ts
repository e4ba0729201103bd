// What a socket can ask for. As with routes, what declares nothing is closed to everybody.
import { UseFilters } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayInit,
} from '@nestjs/websockets';
import type { Server } from 'socket.io';
import { Requires } from '../access/access.decorators.js';
import { problemFor, SocketProblemFilter } from './socket-problem.filter.js';
import { SocketsService } from './sockets.service.js';
import {
  subscribeInput,
  typingInput,
  unsubscribeInput,
  type SubscribeInput,
  type TypingInput,
  type UnsubscribeInput,
} from './streams.schemas.js';
import type { ActingSocket } from './stream-visitor.js';

@WebSocketGateway()
@UseFilters(SocketProblemFilter)
export class RealtimeGateway implements OnGatewayInit<Server> {
  constructor(private readonly sockets: SocketsService) {}

  afterInit(server: Server): void {
    server.use((socket, next) => void this.admit(socket as ActingSocket, next));
  }

  @SubscribeMessage('subscribe')
  @Requires('identified')
  subscribe(
    @ConnectedSocket() socket: ActingSocket,
    @MessageBody({ schema: subscribeInput }) input: SubscribeInput,
  ) {
    return this.sockets.subscribe(socket, input);
  }

  @SubscribeMessage('unsubscribe')
  @Requires('identified')
  unsubscribe(
    @ConnectedSocket() socket: ActingSocket,
    @MessageBody({ schema: unsubscribeInput }) input: UnsubscribeInput,
  ) {
    return this.sockets.unsubscribe(socket, input);
  }

  @SubscribeMessage('typing')
  @Requires('conversations.read')
  typing(@ConnectedSocket() socket: ActingSocket, @MessageBody({ schema: typingInput }) input: TypingInput) {
    return this.sockets.typing(socket, input);
  }

  private async admit(socket: ActingSocket, next: (refused?: Error) => void): Promise<void> {
    try {
      await this.sockets.admit(socket);
      next();
    } catch (error) {
      next(refusal(problemFor(socket, error)));
      // When it has been told. It may come again over another connection.
      setImmediate(() => socket.conn.close());
    }
  }
}

/** As Socket.IO wants it: the client gets the message and the data of `connect_error`. */
function refusal(problem: { detail: string }): Error {
  return Object.assign(new Error(problem.detail), { data: problem });
}
