import { Injectable } from '@nestjs/common';
import { getOrCreateMetric } from '@willsoto/nestjs-prometheus';
import type { Counter, Histogram } from 'prom-client';
import type { Job, JobStatus } from './job.entity.js';

const durationBuckets = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900];
const waitBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30, 120, 600];

/** By type, of which there are as many as are registered. */
@Injectable()
export class JobMetrics {
  private readonly attempts = getOrCreateMetric('Counter', {
    name: 'job_attempts_total',
    help: 'Attempts at jobs that have ended, by what became of the job.',
    labelNames: ['type', 'outcome'],
  }) as Counter;
  private readonly duration = getOrCreateMetric('Histogram', {
    name: 'job_attempt_duration_seconds',
    help: 'Time from the beginning of an attempt to its end.',
    labelNames: ['type'],
    buckets: durationBuckets,
  }) as Histogram;
  private readonly waited = getOrCreateMetric('Histogram', {
    name: 'job_wait_seconds',
    help: 'Time from when a job was to run to the beginning of its first attempt.',
    labelNames: ['cost'],
    buckets: waitBuckets,
  }) as Histogram;

  /** @param status undefined when the attempt was no longer the job's */
  ended(
    { type, cost, attempt, runAt, startedAt }: Job,
    status: JobStatus | undefined,
    seconds: number,
  ): void {
    this.attempts.inc({ type, outcome: status === 'queued' ? 'retried' : (status ?? 'void') });
    this.duration.observe({ type }, seconds);
    if (attempt === 1 && startedAt)
      this.waited.observe({ cost }, Math.max(0, startedAt.getTime() - runAt.getTime()) / 1_000);
  }
}
