import { Injectable } from '@nestjs/common';
import { getOrCreateMetric } from '@willsoto/nestjs-prometheus';
import type { Counter, Histogram } from 'prom-client';
import type { ToolUse } from '#libs/tools';

const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Names of tools that have a label of their own. Staff and other servers may add tools without end. */
const mostNames = 1_000;

/** By tool, of which the API has some hundred; by who called, never. */
@Injectable()
export class ToolMetrics {
  private readonly names = new Set<string>();
  private readonly calls = getOrCreateMetric('Counter', {
    name: 'tool_calls_total',
    help: 'Calls of tools that have ended, by what became of them; given_again: an earlier answer was.',
    labelNames: ['tool', 'via', 'outcome'],
  }) as Counter;
  private readonly duration = getOrCreateMetric('Histogram', {
    name: 'tool_call_duration_seconds',
    help: 'Time from the beginning of a call of a tool to its end.',
    labelNames: ['effect', 'via'],
    buckets: durationBuckets,
  }) as Histogram;

  ended({ tool, via, refusal, milliseconds, isCached }: ToolUse): void {
    const done = isCached ? 'given_again' : 'done';
    const outcome = refusal === null ? done : isFailure(refusal) ? 'failed' : 'refused';
    this.calls.inc({ tool: this.labelOf(tool.name), via, outcome });
    this.duration.observe({ effect: tool.effect, via }, milliseconds / 1_000);
  }

  private labelOf(name: string): string {
    if (this.names.size < mostNames) this.names.add(name);
    return this.names.has(name) ? name : 'other';
  }
}

/** Codes of refusals that are faults of ours, or mean that it took too long. */
export const failureCodes = ['FAILED', 'TIMED_OUT'] as const;

function isFailure(code: string): boolean {
  return (failureCodes as readonly string[]).includes(code);
}
