// Every connection that stays open: how many of whom, and how they end, with the session or with the process.
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { getOrCreateMetric } from '@willsoto/nestjs-prometheus';
import type { FastifyInstance } from 'fastify';
import type { Counter, Gauge } from 'prom-client';
import type { Actor } from '../access/actor.js';
import { Settings } from '../config/settings.js';
import { SessionCallersService } from '../sessions/session-callers.service.js';
import { TooManyConnections } from './realtime.errors.js';

export type StreamTransport = 'sse' | 'socket' | 'mcp';

interface Connection {
  actor: Actor;
  end: () => void;
}

@Injectable()
export class OpenConnectionsService {
  private readonly open = new Map<string, Set<Connection>>();
  private isClosing = false;
  private readonly connections = getOrCreateMetric('Gauge', {
    name: 'realtime_connections',
    help: 'Open event streams (sse), sockets, and streams of MCP.',
    labelNames: ['transport'],
  }) as Gauge;
  private readonly cuts = getOrCreateMetric('Counter', {
    name: 'realtime_consumers_cut_total',
    help: 'Clients that took nothing of what they follow for too long, and were cut.',
    labelNames: ['transport'],
  }) as Counter;

  constructor(
    private readonly settings: Settings,
    sessions: SessionCallersService,
    host: HttpAdapterHost,
  ) {
    sessions.onEnded((sessionId) => this.endWhere(({ actor }) => actor.sessionId === sessionId));
    // Before the server waits for its connections to end by themselves. Clients come back by themselves, and find another process.
    const fastify = host.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addHook('preClose', (done) => {
      this.isClosing = true;
      this.endWhere(() => true);
      done();
    });
  }

  /**
   * @param end is called when the session of the caller has ended, or the process is to
   * @returns to be called when it is over
   * @throws TooManyConnections
   */
  enter(actor: Actor, transport: StreamTransport, end: () => void): () => void {
    const key = `${actor.kind}:${actor.id}`;
    const theirs = this.open.get(key) ?? new Set();
    const limit = this.settings.REALTIME_CONNECTIONS_PER_USER;
    if (theirs.size >= limit) throw new TooManyConnections(limit);
    const connection = { actor, end };
    this.open.set(key, theirs.add(connection));
    this.connections.inc({ transport });
    if (this.isClosing) end();
    return () => {
      if (!theirs.delete(connection)) return;
      if (theirs.size === 0 && this.open.get(key) === theirs) this.open.delete(key);
      this.connections.dec({ transport });
    };
  }

  countCut(transport: StreamTransport): void {
    this.cuts.inc({ transport });
  }

  private endWhere(which: (connection: Connection) => boolean): void {
    for (const theirs of this.open.values())
      for (const connection of theirs) if (which(connection)) connection.end();
  }
}
