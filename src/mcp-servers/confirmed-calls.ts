// What was confirmed once is sent once: foreign servers do not promise that the same request twice does it once.
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { deleteInBatches } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import { McpConfirmedCall } from './mcp-confirmed-call.entity.js';
import { McpCallNotRepeated } from './mcp-servers.errors.js';

/** Longer than any confirmation is good for. */
const keptMs = 30 * dayMs;

@Injectable()
export class ConfirmedCalls {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /** To be called before anything is sent. @returns what it is kept under @throws McpCallNotRepeated */
  async claim(caller: string, tool: string, confirmation: string): Promise<string> {
    const digest = createHash('sha256')
      .update(JSON.stringify([caller, tool, confirmation]))
      .digest('hex');
    const em = this.em.fork();
    const claimed = await em.execute<unknown[]>(
      'insert into mcp_confirmed_calls (digest, at) values (?, ?) on conflict do nothing returning digest',
      [digest, this.clock.now()],
    );
    if (claimed.length > 0) return digest;
    const known = await em.findOne(McpConfirmedCall, { digest });
    throw new McpCallNotRepeated(known?.isAnswered ?? false);
  }

  async answered(digest: string): Promise<void> {
    await this.em.fork().nativeUpdate(McpConfirmedCall, { digest }, { isAnswered: true });
  }

  /** Nothing was sent: it may be tried again. */
  async release(digest: string): Promise<void> {
    await this.em.fork().nativeDelete(McpConfirmedCall, { digest });
  }

  removeOld(signal: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now().getTime() - keptMs);
    return deleteInBatches(
      this.em,
      McpConfirmedCall,
      { at: { $lt: before } },
      {
        orderBy: 'at',
        batchSize: 500,
        signal,
      },
    );
  }
}
