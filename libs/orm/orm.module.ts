import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { MikroORM } from '@mikro-orm/core';
import { MikroOrmModule, type MikroOrmModuleSyncOptions } from '@mikro-orm/nestjs';
import type { BacklogReading } from './statement-backlog.js';
import { DatabaseRoom } from './database-room.js';
import type { QueuePool } from './queue-pool.js';
import type { DatabaseSignals } from './signals.js';

/** A database that can be used: how the ORM reaches it, and how to let go of what the ORM does not own. */
export interface OpenDatabase {
  options: MikroOrmModuleSyncOptions & { driver: NonNullable<MikroOrmModuleSyncOptions['driver']> };
  /** Whether other processes may use it at the same time. */
  shared: boolean;
  signals: DatabaseSignals;
  /** Who waits for the database at this moment; cheap enough to be asked at each request. */
  backlog(): BacklogReading;
  /** Connections for the queue, apart from those of the ORM; whoever asks for them ends them. */
  queuePool(): QueuePool;
  close(): Promise<void>;
}

/** To inject the {@link OpenDatabase}. */
export const OPEN_DATABASE = Symbol('OpenDatabase');

/** The ORM for the whole program. The request context is entered by a Fastify hook (libs/http), which costs less than middleware. */
@Module({})
export class OrmModule implements OnApplicationShutdown {
  constructor(
    private readonly orm: MikroORM,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
  ) {}

  static forRoot(database: OpenDatabase): DynamicModule {
    return {
      module: OrmModule,
      global: true,
      imports: [MikroOrmModule.forRoot({ ...database.options, registerRequestContext: false })],
      providers: [{ provide: OPEN_DATABASE, useValue: database }, DatabaseRoom],
      exports: [OPEN_DATABASE, DatabaseRoom],
    };
  }

  /** The embedded database may only go after the last query, so the ORM is closed here first. */
  async onApplicationShutdown(): Promise<void> {
    await this.database.signals.close();
    await this.orm.close();
    await this.database.close();
  }
}
