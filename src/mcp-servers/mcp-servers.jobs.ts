import { Inject, Injectable, Logger } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { z } from 'zod';
import { DomainError } from '#libs/errors';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { systemActor } from '../access/actor.js';
import { ConfirmedCalls } from './confirmed-calls.js';
import { McpServer } from './mcp-server.entity.js';
import { ToolRefresh } from './tool-refresh.js';

@Injectable()
export class McpServersJobs {
  private readonly logger = new Logger('McpServers');

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly refreshing: ToolRefresh,
    private readonly confirmed: ConfirmedCalls,
  ) {}

  @JobType({
    type: 'mcp_servers.refresh',
    description:
      'Ask foreign tool servers which tools they have, and whether they still say of them what was approved.',
    input: z.strictObject({}),
    output: z.object({ asked: z.int(), failed: z.int() }),
    permission: null,
    cost: 'standard',
    // Each server may take as long as its limit says.
    timeoutSeconds: 600,
    retry: { attempts: 1 },
  })
  @RunsRegularly({
    name: 'mcp_servers.refresh',
    description: 'Asks foreign tool servers whether they still say of their tools what was approved.',
    cron: '*/15 * * * *',
    missed: 'skip',
  })
  async refresh(_input: object, { signal }: JobRun) {
    const servers = await this.em.fork().find(McpServer, { enabled: true }, { fields: ['id'] });
    let failed = 0;
    await Promise.all(
      servers.map(async ({ id }) => {
        signal.throwIfAborted();
        try {
          await this.refreshing.refresh(systemActor('mcp_refresh'), id);
        } catch (error) {
          // What it was is written down with the server.
          if (!(error instanceof DomainError))
            this.logger.error({ err: error, server: id }, 'could not be read');
          failed += 1;
        }
      }),
    );
    return { asked: servers.length, failed };
  }

  @JobType({
    type: 'mcp_servers.clean_up',
    description: 'Forget confirmations of calls of foreign tools after 30 days.',
    input: z.strictObject({}),
    output: z.object({ removed: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'mcp_servers.clean_up',
    description: 'Forgets confirmations of calls of foreign tools after 30 days.',
    cron: '52 3 * * *',
  })
  async cleanUp(_input: object, { signal }: JobRun) {
    return { removed: await this.confirmed.removeOld(signal) };
  }
}
