import { Global, Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { OPEN_DATABASE, type OpenDatabase } from '#libs/orm';
import { openBackend } from './backends.js';
import { OpenQueues } from './open-queues.js';

@Global()
@Module({})
export class QueueModule implements BeforeApplicationShutdown {
  constructor(private readonly queues: OpenQueues) {}

  /** @param redisUrl without it the queue is in the database */
  static forRoot(redisUrl: string | undefined): DynamicModule {
    return {
      module: QueueModule,
      providers: [
        {
          provide: OpenQueues,
          inject: [OPEN_DATABASE],
          useFactory: (database: OpenDatabase) => new OpenQueues(openBackend({ redisUrl, database })),
        },
      ],
      exports: [OpenQueues],
    };
  }

  /** After those who work on it (`onModuleDestroy`), and before the database. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.queues.close();
  }
}
