// The language model of the program: whatever is configured, under one roof of budgets, masks, checks and a log. Who asks gets a validated
// answer or none, and goes on without.
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import {
  costMicros,
  EndpointFailure,
  EndpointPool,
  estimatedTokens,
  LanguageModel,
  PersonalMask,
  structuredAnswer,
  type FilledPrompt,
  type ModelRequest,
  type ModelTier,
  type TryMeter,
  type TryResult,
  type ModelEndpoint,
} from '#libs/llm';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import { modelEndpoints, modelRoutes } from '../config/model-endpoints.js';
import { Settings } from '../config/settings.js';
import { AnswerCache } from './answer-cache.js';
import { ModelBudget } from './model-budget.service.js';
import type { CallFacts } from './model-call.entity.js';
import { ModelMetrics } from './model-metrics.js';
import { ModelBudgetSpent } from './models.errors.js';

/** What is asked without a prompt file: one task for the figures, whatever it says. */
const unnamed: Omit<FilledPrompt, 'text'> = { name: 'unnamed', version: 0, tier: 'fast', examples: [] };
const noTokens = { input: 0, output: 0, isEstimate: false };

type AnyRequest = ModelRequest<z.ZodType>;

@Injectable()
export class ModelsService extends LanguageModel implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly name: string;
  readonly pool: EndpointPool;
  private readonly logger = new Logger(ModelsService.name);
  private readonly routes: ReadonlyMap<string, ModelTier>;

  constructor(
    private readonly budget: ModelBudget,
    private readonly cache: AnswerCache,
    private readonly metrics: ModelMetrics,
    private readonly clock: Clock,
    settings: Settings,
  ) {
    super();
    const endpoints = modelEndpoints(settings);
    this.pool = new EndpointPool(endpoints, clock);
    this.routes = modelRoutes(settings);
    this.name = endpoints.map(({ name }) => name).join('+') || 'none';
  }

  onApplicationBootstrap(): void {
    void this.pool.load();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }

  override async ask<Answer extends z.ZodType>(
    request: ModelRequest<Answer>,
  ): Promise<z.output<Answer> | null> {
    if (this.pool.isEmpty) return null;
    const prompt = this.promptOf(request);
    try {
      return await this.answerTo(request, prompt);
    } catch (error) {
      this.withhold(prompt, error);
      return null;
    }
  }

  /** By which tier of models a task is done. */
  tierOf({ name, tier }: Pick<FilledPrompt, 'name' | 'tier'>): ModelTier {
    return this.routes.get(name) ?? tier;
  }

  private async answerTo<Answer extends z.ZodType>(
    request: ModelRequest<Answer>,
    prompt: FilledPrompt,
  ): Promise<z.output<Answer> | null> {
    const { input, answer: shape, caller, reuse } = request;
    const mask = new PersonalMask(caller?.personal);
    mask.mask(input);
    const begun = performance.now();
    const asked = {
      prompt,
      shape: z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }),
      input,
      caller,
      reuse,
    };
    const { answer, isCached } = await this.cache.answerTo({ ...asked, isPersonal: mask.hasFound }, () =>
      this.askModels(request, prompt, mask),
    );
    if (!isCached) return answer as z.output<Answer> | null;
    // Kept by another version of the program, perhaps: what does not fit any more is no answer.
    const read = shape.safeParse(answer);
    if (!read.success) return this.askModels(request, prompt, mask);
    const durationMs = Math.round(performance.now() - begun);
    await this.settle(
      this.factsOf(newId(), request, prompt, null, { usage: noTokens, outcome: 'answered', durationMs }),
    );
    return read.data;
  }

  private async askModels<Answer extends z.ZodType>(
    request: ModelRequest<Answer>,
    prompt: FilledPrompt,
    mask: PersonalMask,
  ): Promise<z.output<Answer> | null> {
    const { input, answer, timeoutMs, signal } = request;
    const limit = AbortSignal.timeout(timeoutMs);
    const pooled = {
      tier: this.tierOf(prompt),
      meter: this.meterFor(request, prompt),
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    };
    const question = { instruction: prompt.text, examples: prompt.examples, input, answer };
    try {
      return await structuredAnswer(question, mask, (call) => this.pool.complete(call, pooled));
    } catch (error) {
      this.withhold(prompt, error);
      return null;
    }
  }

  /** Reserves before each try and settles after it, so that tries in a row are each counted, once. */
  private meterFor(request: AnyRequest, prompt: FilledPrompt): TryMeter {
    return {
      open: async (endpoint, { messages }) => {
        const input = messages.reduce((sum, { text }) => sum + estimatedTokens(text), 0);
        const most = costMicros(endpoint, { input, output: endpoint.maxOutputTokens });
        const id = await this.budget.reserve(request.caller ?? {}, most);
        return { close: (result) => this.settle(this.factsOf(id, request, prompt, endpoint, result)) };
      },
    };
  }

  /** That it cannot be written down takes no answer away: the reservation counts in its place until it ends. */
  private async settle(call: CallFacts): Promise<void> {
    this.metrics.ended(call);
    await this.budget.settle(call).catch((error: unknown) => {
      this.logger.error({ err: error, task: call.task }, 'a call of a model could not be settled');
    });
  }

  private factsOf(
    id: string,
    { caller }: AnyRequest,
    prompt: FilledPrompt,
    endpoint: ModelEndpoint | null,
    { usage, outcome, durationMs }: TryResult,
  ): CallFacts {
    return {
      id,
      at: this.clock.now(),
      task: prompt.name,
      promptVersion: prompt.version,
      agent: caller?.agent ?? null,
      tier: this.tierOf(prompt),
      endpoint: endpoint?.name ?? null,
      customerId: caller?.customerId ?? null,
      conversationId: caller?.conversationId ?? null,
      inputTokens: usage.input,
      outputTokens: usage.output,
      isEstimate: usage.isEstimate,
      costMicros: endpoint ? costMicros(endpoint, usage) : 0,
      durationMs,
      outcome: endpoint ? outcome : 'cached',
    };
  }

  private promptOf({ instruction }: AnyRequest): FilledPrompt {
    return typeof instruction === 'string' ? { ...unnamed, text: instruction } : instruction;
  }

  /** Never what was asked: a message of a customer is not for the log. */
  private withhold({ name }: FilledPrompt, error: unknown): void {
    if (error instanceof EndpointFailure) {
      if (error.kind === 'invalid_answer') this.metrics.notAsked(name, error.kind);
      return this.logger.warn({ task: name, kind: error.kind, ...error.details }, 'no model answered');
    }
    if (error instanceof ModelBudgetSpent) {
      this.metrics.notAsked(name, `budget_${error.scope}`);
      return this.logger.warn({ task: name, scope: error.scope }, 'a budget of models is spent');
    }
    this.metrics.notAsked(name, 'error');
    this.logger.error({ err: error, task: name }, 'a model could not be asked');
  }
}
