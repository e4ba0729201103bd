import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DeclaredMethodsModule } from '#libs/discovery';
import { Announcer } from './announcer.js';
import { Dispatcher } from './dispatcher.js';
import { Engine, ENGINE_OPTIONS, type EngineOptions } from './engine.js';
import { JobControl } from './job-control.js';
import { JobMetrics } from './job-metrics.js';
import { JobRegistry } from './job.registry.js';
import { Jobs } from './jobs.js';
import { Ledger } from './ledger.js';
import { Presence } from './presence.js';
import { Runner } from './runner.js';

/** Needs the queue (#libs/queue), and somebody who provides `JobActors` for everybody. */
@Global()
@Module({ imports: [DeclaredMethodsModule] })
export class JobsModule {
  static of(options: EngineOptions): DynamicModule {
    return {
      module: JobsModule,
      providers: [
        { provide: ENGINE_OPTIONS, useValue: options },
        ...[JobRegistry, Announcer, Jobs, JobControl, JobMetrics],
        ...[Ledger, Presence, Dispatcher, Runner, Engine],
      ],
      exports: [JobRegistry, Jobs, JobControl, Dispatcher, ENGINE_OPTIONS],
    };
  }
}
