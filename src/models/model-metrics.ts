import { Injectable } from '@nestjs/common';
import { getOrCreateMetric } from '@willsoto/nestjs-prometheus';
import type { Counter, Histogram } from 'prom-client';
import type { CallFacts } from './model-call.entity.js';

const durationBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** By task, of which there are as many as prompts, and by endpoint, of which there are as many as are configured. */
@Injectable()
export class ModelMetrics {
  private readonly calls = getOrCreateMetric('Counter', {
    name: 'model_calls_total',
    help: 'Tries at language models, and answers of theirs that were given again, by what became of them.',
    labelNames: ['task', 'endpoint', 'outcome'],
  }) as Counter;
  private readonly tokens = getOrCreateMetric('Counter', {
    name: 'model_tokens_total',
    help: 'Tokens that were sent to models and came back from them.',
    labelNames: ['endpoint', 'direction'],
  }) as Counter;
  private readonly rupees = getOrCreateMetric('Counter', {
    name: 'model_cost_rupees_total',
    help: 'What models did cost.',
    labelNames: ['task', 'endpoint'],
  }) as Counter;
  private readonly duration = getOrCreateMetric('Histogram', {
    name: 'model_call_duration_seconds',
    help: 'Time from the beginning of a try at a model to its end.',
    labelNames: ['endpoint'],
    buckets: durationBuckets,
  }) as Histogram;
  private readonly withheld = getOrCreateMetric('Counter', {
    name: 'model_questions_withheld_total',
    help: 'Questions that were not asked because a budget was spent, or could not be read.',
    labelNames: ['task', 'reason'],
  }) as Counter;

  ended({ task, endpoint, outcome, inputTokens, outputTokens, costMicros, durationMs }: CallFacts): void {
    const at = endpoint ?? 'none';
    this.calls.inc({ task, endpoint: at, outcome });
    if (endpoint === null) return;
    this.tokens.inc({ endpoint, direction: 'input' }, inputTokens);
    this.tokens.inc({ endpoint, direction: 'output' }, outputTokens);
    this.rupees.inc({ task, endpoint }, costMicros / 1_000_000);
    this.duration.observe({ endpoint }, durationMs / 1_000);
  }

  notAsked(task: string, reason: string): void {
    this.withheld.inc({ task, reason });
  }
}
