// How busy the process is, by what a request would feel: measures that mean the same on a slow machine and on a fast one.
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface LoadReading {
  /** How long the first of those has waited who wait for the database. */
  databaseWaitMs: number;
  /** How much later than due timers ran, on average since the last reading. */
  loopDelayMs: number;
}

export interface LoadGauge {
  read(): LoadReading;
  close(): void;
}

const resolutionMs = 10;

export class ProcessLoad implements LoadGauge {
  private readonly delays = monitorEventLoopDelay({ resolution: resolutionMs });

  constructor(private readonly databaseWaitMs: () => number) {
    this.delays.enable();
  }

  read(): LoadReading {
    // Without a measurement, which is very soon after the last reading, it is no number.
    const loopDelayMs = this.delays.mean / 1_000_000 - resolutionMs || 0;
    this.delays.reset();
    return { databaseWaitMs: this.databaseWaitMs(), loopDelayMs };
  }

  close(): void {
    this.delays.disable();
  }
}
