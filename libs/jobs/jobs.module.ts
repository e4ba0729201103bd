import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { JobAnnouncer } from './job-announcer.js';
import { JobDispatcher } from './job-dispatcher.js';
import { JobEngine, ENGINE_OPTIONS, type EngineOptions } from './job-engine.js';
import { JobControl } from './job-control.js';
import { JobMetrics } from './job-metrics.js';
import { JobRegistry } from './job.registry.js';
import { JobQueue } from './job-queue.js';
import { JobLedger } from './job-ledger.js';
import { WorkerHeartbeat } from './worker-heartbeat.js';
import { JobStatistics } from './job-statistics.js';
import { JobRunner } from './job-runner.js';

/** Needs the queue (#libs/queue), the streams (#libs/realtime), and somebody who provides `JobActors` for everybody. */
@Global()
@Module({ imports: [DeclarationsModule] })
export class JobsModule {
  static forRoot(options: EngineOptions): DynamicModule {
    return {
      module: JobsModule,
      providers: [
        { provide: ENGINE_OPTIONS, useValue: options },
        JobRegistry,
        JobAnnouncer,
        JobQueue,
        JobControl,
        JobMetrics,
        JobStatistics,
        JobLedger,
        WorkerHeartbeat,
        JobDispatcher,
        JobRunner,
        JobEngine,
      ],
      exports: [JobRegistry, JobQueue, JobControl, JobStatistics, JobDispatcher, ENGINE_OPTIONS],
    };
  }
}
