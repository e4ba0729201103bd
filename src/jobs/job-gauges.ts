// How much waits, at the moment when somebody asks for the metrics. The same figure on every process: take one of them, not their sum.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { getOrCreateMetric } from '@willsoto/nestjs-prometheus';
import type { Gauge } from 'prom-client';
import { JobStatistics } from '#libs/jobs';

@Injectable()
export class JobGauges implements OnModuleInit {
  private readonly logger = new Logger('Jobs');
  private readonly waiting = gauge('job_waiting', 'Jobs that are due and that nobody is at.');
  private readonly processing = gauge('job_processing', 'Jobs that are under way.');
  private readonly oldest = gauge(
    'job_oldest_waiting_seconds',
    'Time since the job that waits for longest was due.',
  );

  constructor(private readonly statistics: JobStatistics) {}

  onModuleInit(): void {
    // Metrics are collected in the order in which they were made: this one fills all three.
    Object.assign(this.waiting, { collect: () => this.collect() });
  }

  private async collect(): Promise<void> {
    try {
      for (const { cost, waiting, processing, oldestWaitingSeconds } of await this.statistics.lines()) {
        this.waiting.set({ cost }, waiting);
        this.processing.set({ cost }, processing);
        this.oldest.set({ cost }, oldestWaitingSeconds);
      }
    } catch (error) {
      // The other metrics are wanted most of all when the database is away.
      this.logger.warn({ err: error }, 'jobs were not counted');
    }
  }
}

function gauge(name: string, help: string): Gauge {
  return getOrCreateMetric('Gauge', { name, help, labelNames: ['cost'] }) as Gauge;
}
