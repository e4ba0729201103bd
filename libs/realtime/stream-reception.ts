// A connection from its first byte to the moment when it is known who is behind it, and what is borne of it until then: to say who it is, once and soon.
import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { isWithinJsonLimits } from '#libs/json';
import { SocketStrangers } from './socket-strangers.js';

/** One of Engine.IO, which carries that of Socket.IO. */
export interface StreamConnection extends EventEmitter {
  readonly request: IncomingMessage;
}

/** In which a client must have said who it is. */
export const introductionMs = 5_000;
/** In which a client must have taken leave that is sent away, or whose process stops. */
export const leaveMs = 500;

/** Of Socket.IO: to connect to the one namespace there is, with or without a word about who it is. */
const introduction = /^0(?:\{|$)/;

interface Packet {
  type: string;
  data?: unknown;
}

export class StreamReception {
  private readonly strangers = new SocketStrangers();
  /** Only while it is not known who is behind it. */
  private readonly onKnown = new WeakMap<StreamConnection, () => void>();

  /** @param network from where it comes, see `networkOf` */
  receive(connection: StreamConnection, network: string): void {
    const { socket } = connection.request;
    const cut = (): void => void socket.destroy();
    const leave = this.strangers.enter(network, cut);
    // Whether it answers or not when it is sent away.
    const deadline = setTimeout(cut, introductionMs + leaveMs).unref();
    connection.once('close', () => setTimeout(cut, leaveMs).unref());
    socket.once('close', () => {
      leave();
      clearTimeout(deadline);
    });

    let progress: 'silent' | 'introduced' | 'known' = 'silent';
    this.onKnown.set(connection, () => {
      progress = 'known';
      clearTimeout(deadline);
    });
    connection.on('packet', (packet: Packet) => {
      if (packet.type !== 'message') return;
      const { data } = packet;
      const isText = typeof data === 'string';
      const isExpected = progress === 'known' || (progress === 'silent' && isText && introduction.test(data));
      // As what cannot be read is marked: the connection ends.
      if (!isExpected || (isText && !isWithinJsonLimits(data))) packet.type = 'error';
      else if (progress === 'silent') {
        progress = 'introduced';
        leave();
      }
    });
  }

  /** It may be here, and for as long as it likes. */
  welcome(connection: StreamConnection): void {
    this.onKnown.get(connection)?.();
  }
}
