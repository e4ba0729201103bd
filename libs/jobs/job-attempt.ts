// One attempt at a job: what its handler sees of it, and what the runner may do to it.
import type { EntityManager } from '@mikro-orm/core';
import { storableText } from '#libs/orm';
import type { JobRun } from './job-type.js';
import type { Job } from './job.entity.js';
import { AttemptStopped } from './job-retry.js';

export type JobEffect = (em: EntityManager) => Promise<void>;

export interface ReportedProgress {
  progress: number;
  step: string | null;
  message: string | null;
}

export class JobAttempt implements JobRun {
  readonly effects: JobEffect[] = [];
  /** How often these have met a busy database. */
  busyEffects = 0;
  /** Resolves when its end was written, or given up. */
  readonly over: Promise<void>;
  /** Resolves {@link over}. */
  readonly end: () => void;
  private readonly stopping = new AbortController();
  private said: ReportedProgress | null = null;

  constructor(
    readonly job: Job,
    readonly runId: string,
  ) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.end = resolve;
  }

  get id(): string {
    return this.job.id;
  }

  get attempt(): number {
    return this.job.attempt;
  }

  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  progress(percent: number, step?: string, message?: string): void {
    const progress = Math.max(0, Math.min(100, Math.round(percent) || 0));
    this.said = { progress, step: shortened(step, 80), message: shortened(message, 300) };
  }

  atTheEnd(effect: JobEffect): void {
    this.effects.push(effect);
  }

  /** The newest progress, if it was not taken yet. */
  takeProgress(): ReportedProgress | null {
    const { said } = this;
    this.said = null;
    return said;
  }

  stop(because: AttemptStopped['because']): void {
    this.stopping.abort(new AttemptStopped(because));
  }

  /** Rejects when the attempt is stopped: a handler that does not look at its signal is not waited for. */
  untilStopped(): Promise<never> {
    return new Promise((_, reject) => {
      const { signal } = this;
      if (signal.aborted) reject(signal.reason);
      else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }
}

/** As the database can hold it: progress of many is written as one. */
function shortened(text: string | undefined, most: number): string | null {
  return text === undefined ? null : storableText(text.slice(0, most));
}
