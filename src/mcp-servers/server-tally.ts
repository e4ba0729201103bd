// How foreign servers have been lately, written down beside the calls: no call waits for it, and many are one statement.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { BackgroundTasks } from '#libs/background';
import { Clock } from '#libs/time';
import type { ConnectionFault } from './connections/connection-fault.js';

interface Seen {
  calls: number;
  failures: number;
  at: Date;
  isWell: boolean;
  fault: { code: string; message: string; at: Date } | null;
}

@Injectable()
export class ServerTally {
  private readonly seen = new Map<string, Seen>();

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly background: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /** A call has ended. @param fault of the server, if it was one */
  called(server: string, fault: ConnectionFault | null): void {
    this.add(server, 1, fault);
  }

  /** The server was asked for its tools. */
  asked(server: string, fault: ConnectionFault | null): void {
    this.add(server, 0, fault);
  }

  private add(server: string, calls: number, fault: ConnectionFault | null): void {
    const at = this.clock.now();
    const before = this.seen.get(server);
    if (!before) this.background.run('tally of foreign servers', () => this.write(server));
    this.seen.set(server, {
      calls: (before?.calls ?? 0) + calls,
      failures: (before?.failures ?? 0) + (fault ? calls : 0),
      at,
      isWell: fault === null,
      fault: fault ? { code: fault.code, message: fault.message, at } : (before?.fault ?? null),
    });
  }

  private async write(server: string): Promise<void> {
    const seen = this.seen.get(server);
    this.seen.delete(server);
    if (!seen) return;
    const { calls, failures, at, isWell, fault } = seen;
    await this.em.execute(
      `update mcp_servers set calls = calls + ?, failures = failures + ?, checked_at = ?, health = ?,
         failing_since = ${isWell ? 'null' : 'coalesce(failing_since, ?)'},
         last_error_code = coalesce(?, last_error_code), last_error = coalesce(?, last_error),
         last_error_at = coalesce(?, last_error_at)
       where id = ?`,
      [
        calls,
        failures,
        at,
        isWell ? 'well' : 'failing',
        ...(isWell ? [] : [at]),
        fault?.code ?? null,
        fault?.message.slice(0, 300) ?? null,
        fault?.at ?? null,
        server,
      ],
    );
  }
}
