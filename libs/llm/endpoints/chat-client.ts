// One endpoint, spoken to through LangChain. Its packages take half a second and fifty megabytes: they are loaded with the first question.
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { AIMessageChunk, BaseMessageLike } from '@langchain/core/messages';
import { EndpointFailure, failureIn, failureOf } from './endpoint-failure.js';
import type { ModelFetch } from './model-fetch.js';
import {
  estimatedTokens,
  type ModelEndpoint,
  type ModelProvider,
  type TokenUsage,
} from './model-endpoint.js';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  text: string;
}

/** There are no tools in it: a model of ours cannot call any. */
export interface ChatCall {
  messages: readonly ChatMessage[];
  /** The shape that the answer is to have, as JSON Schema; without one it is text. */
  schema?: Readonly<Record<string, unknown>>;
}

export interface ChatAnswer {
  text: string;
  usage: TokenUsage;
}

type Bound = Pick<BaseChatModel, 'stream'>;
type OpenModel = (endpoint: ModelEndpoint, fetch: typeof globalThis.fetch) => Promise<Bound>;

/** Nothing is tried again in there: that is ours to count. */
const maxRetries = 0;

const openers: Readonly<Record<ModelProvider, OpenModel>> = {
  openai: async (endpoint, fetch) => {
    const { ChatOpenAICompletions } = await import('@langchain/openai');
    const { model, baseUrl, apiKey = 'none', maxOutputTokens: maxTokens, temperature } = endpoint;
    return new ChatOpenAICompletions({
      model,
      apiKey,
      maxTokens,
      temperature,
      maxRetries,
      configuration: { baseURL: baseUrl, fetch, logLevel: 'off' },
    });
  },
  google: async (endpoint, fetch) => {
    const { ChatGoogle } = await import('@langchain/google/node');
    const { model, baseUrl, apiKey = 'none', maxOutputTokens, temperature } = endpoint;
    const apiClient = {
      hasApiKey: () => true,
      getProjectId: async () => 'none',
      fetch: (request: Request) => {
        request.headers.set('x-goog-api-key', apiKey);
        return fetch(request);
      },
    };
    return new ChatGoogle({
      model,
      endpoint: baseUrl,
      platformType: 'gai',
      apiKey,
      apiClient,
      maxOutputTokens,
      temperature,
      maxRetries,
    } as never);
  },
  anthropic: async (endpoint, fetch) => {
    const { ChatAnthropic } = await import('@langchain/anthropic');
    const { model, baseUrl, apiKey = 'none', maxOutputTokens: maxTokens, temperature } = endpoint;
    return new ChatAnthropic({
      model,
      apiKey,
      anthropicApiUrl: baseUrl,
      maxTokens,
      temperature,
      maxRetries,
      clientOptions: { fetch, logLevel: 'off' },
    });
  },
};

/** How each is told the shape of an answer. */
const shapes: Readonly<Record<ModelProvider, (schema: object) => object>> = {
  openai: (schema) => ({
    response_format: { type: 'json_schema', json_schema: { name: 'answer', schema, strict: false } },
  }),
  google: (schema) => ({ responseSchema: schema }),
  anthropic: (schema) => ({ outputConfig: { format: { type: 'json_schema', schema } } }),
};

export class ChatClient {
  private model?: Promise<Bound>;

  constructor(
    readonly endpoint: ModelEndpoint,
    private readonly fetch: ModelFetch,
  ) {}

  /** Loads what speaks the protocol, so that the first question need not wait for it. Never throws. */
  async load(): Promise<void> {
    await this.opened().catch(() => undefined);
  }

  /**
   * The pieces of the answer as they come; `usage` is filled in at the end, however it ends. It is always streamed, so that one that never
   * ends, asks for tools or breaks off is noticed while it comes.
   * @throws EndpointFailure, also when the answer is not whole
   */
  async *stream(call: ChatCall, usage: TokenUsage, signal: AbortSignal): AsyncGenerator<string> {
    const { timeoutSeconds, provider, jsonSchema, maxOutputTokens } = this.endpoint;
    const reading = new AnswerReading(call, usage, maxOutputTokens);
    // The time of a try is the endpoint's, not that of loading what speaks to it.
    const model = await this.opened();
    const ended = AbortSignal.timeout(timeoutSeconds * 1_000);
    const both = AbortSignal.any([signal, ended]);
    try {
      const messages = call.messages.map(({ role, text }): BaseMessageLike => ({ role, content: text }));
      const shape = call.schema && jsonSchema ? shapes[provider](call.schema) : {};
      for await (const chunk of await model.stream(messages, { ...shape, signal: both } as object)) {
        const text = reading.take(chunk as AIMessageChunk);
        if (text) yield text;
      }
      both.throwIfAborted();
      reading.close();
    } catch (error) {
      if (signal.aborted) throw failureOf(signal);
      if (ended.aborted) throw new EndpointFailure('timed_out');
      throw failureIn(error);
    } finally {
      reading.count();
    }
  }

  private opened(): Promise<Bound> {
    return (this.model ??= openers[this.endpoint.provider](this.endpoint, this.fetch.fetch));
  }
}

/** How providers say why an answer ended, by what it means. */
const endings: Readonly<Record<string, 'whole' | 'too_long' | 'refused' | 'asked_for_tools'>> = {
  stop: 'whole',
  end_turn: 'whole',
  stop_sequence: 'whole',
  length: 'too_long',
  max_tokens: 'too_long',
  model_context_window_exceeded: 'too_long',
  tool_calls: 'asked_for_tools',
  function_call: 'asked_for_tools',
  tool_use: 'asked_for_tools',
  malformed_function_call: 'asked_for_tools',
  unexpected_tool_call: 'asked_for_tools',
  content_filter: 'refused',
  refusal: 'refused',
  safety: 'refused',
  recitation: 'refused',
  blocklist: 'refused',
  prohibited_content: 'refused',
  spii: 'refused',
};

/** Reads one answer piece by piece. */
class AnswerReading {
  private text = '';
  private ending: string | undefined;
  private hasUsage = false;

  constructor(
    private readonly call: ChatCall,
    private readonly usage: TokenUsage,
    private readonly maxOutputTokens: number,
  ) {}

  /** @throws EndpointFailure where it asks for a tool, refuses, or is longer than it was told to be */
  take(chunk: AIMessageChunk): string {
    if ((chunk.tool_call_chunks?.length ?? 0) > 0 || (chunk.tool_calls?.length ?? 0) > 0)
      throw new EndpointFailure('asked_for_tools');
    if (chunk.additional_kwargs.refusal) throw new EndpointFailure('refused');
    const { response_metadata: told, additional_kwargs: more, usage_metadata: usage } = chunk;
    const ending =
      told.finish_reason ?? told.finishReason ?? told.stop_reason ?? more.finishReason ?? more.stop_reason;
    if (typeof ending === 'string') this.ending = ending.toLowerCase();
    if (usage) {
      this.hasUsage = true;
      this.usage.input += usage.input_tokens;
      this.usage.output += usage.output_tokens;
    }
    this.text += chunk.text;
    // Servers that do not know the limit go on for ever. A token is more than sixteen bytes only in made-up texts.
    if (this.text.length > this.maxOutputTokens * 16) throw new EndpointFailure('too_long');
    return chunk.text;
  }

  /** @throws EndpointFailure unless the provider has said that this was all */
  close(): void {
    if (this.ending === undefined) throw new EndpointFailure('cut_off');
    const ending = endings[this.ending] ?? 'whole';
    if (ending !== 'whole') throw new EndpointFailure(ending);
    if (this.text.trim() === '') throw new EndpointFailure('malformed');
  }

  /** What was not told is estimated, of what came so far: it has been paid for. */
  count(): void {
    if (this.hasUsage) return;
    this.usage.isEstimate = true;
    this.usage.input = this.call.messages.reduce((sum, { text }) => sum + estimatedTokens(text), 0);
    this.usage.output = estimatedTokens(this.text);
  }
}
