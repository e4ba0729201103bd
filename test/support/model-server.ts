// A server of models on this machine: it speaks the protocols of three providers, keeps what it was asked, and answers or fails as the test says.
import type { ServerResponse } from 'node:http';
import type { ModelProvider } from '../../libs/llm/endpoints/model-endpoint.js';
import { replies, startReceiver, type Received, type Reply } from './receiver.js';

type Event = { event?: string; data: unknown };

/** The events of one answer, by protocol. `ending` as the provider calls it. */
const protocols: Readonly<
  Record<ModelProvider, (parts: readonly string[], ending: Ending, usage: Usage | null) => Event[]>
> = {
  openai: (parts, ending, usage) => [
    ...parts.map((content) => ({
      data: openaiChunk({ delta: { role: 'assistant', content }, finish_reason: null }),
    })),
    ...(ending.tool
      ? [
          {
            data: openaiChunk({
              delta: { tool_calls: [{ index: 0, id: 't1', type: 'function', function: ending.tool }] },
              finish_reason: null,
            }),
          },
        ]
      : []),
    ...(ending.openai ? [{ data: openaiChunk({ delta: {}, finish_reason: ending.openai }) }] : []),
    ...(usage
      ? [
          {
            data: {
              ...openaiChunk(null),
              choices: [],
              usage: {
                prompt_tokens: usage.input,
                completion_tokens: usage.output,
                total_tokens: usage.input + usage.output,
              },
            },
          },
        ]
      : []),
    ...(ending.openai ? [{ data: '[DONE]' }] : []),
  ],
  anthropic: (parts, ending, usage) => [
    named('message_start', {
      message: {
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: [],
        stop_reason: null,
        usage: { input_tokens: usage?.input ?? 0, output_tokens: 0 },
      },
    }),
    named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...parts.map((text) => named('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })),
    named('content_block_stop', { index: 0 }),
    ...(ending.tool
      ? [
          named('content_block_start', {
            index: 1,
            content_block: { type: 'tool_use', id: 't1', name: ending.tool.name, input: {} },
          }),
        ]
      : []),
    ...(ending.anthropic
      ? [
          named('message_delta', {
            delta: { stop_reason: ending.anthropic, stop_sequence: null },
            usage: { output_tokens: usage?.output ?? 0 },
          }),
          named('message_stop', {}),
        ]
      : []),
  ],
  google: (parts, ending, usage) => [
    ...parts.map((text) => ({
      data: { candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] } }] },
    })),
    ...(ending.tool
      ? [
          {
            data: {
              candidates: [
                {
                  index: 0,
                  content: { role: 'model', parts: [{ functionCall: { name: ending.tool.name, args: {} } }] },
                },
              ],
            },
          },
        ]
      : []),
    ...(ending.google
      ? [
          {
            data: {
              candidates: [
                { index: 0, content: { role: 'model', parts: [{ text: '' }] }, finishReason: ending.google },
              ],
              ...(usage && {
                usageMetadata: {
                  promptTokenCount: usage.input,
                  candidatesTokenCount: usage.output,
                  totalTokenCount: usage.input + usage.output,
                },
              }),
            },
          },
        ]
      : []),
  ],
};

interface Usage {
  input: number;
  output: number;
}
interface Ending {
  openai?: string;
  anthropic?: string;
  google?: string;
  tool?: { name: string; arguments: string };
}
const whole: Ending = { openai: 'stop', anthropic: 'end_turn', google: 'STOP' };
const usual: Usage = { input: 100, output: 20 };

export type ModelServer = Awaited<ReturnType<typeof startModelServer>>;

/** Answers in the protocol in which it is asked. */
export async function startModelServer() {
  const receiver = await startReceiver();
  return {
    url: receiver.url,
    received: receiver.received,
    connections: receiver.connections,
    close: receiver.close,
    /** How the coming questions are answered, one each. */
    answer: (...some: readonly ModelReply[]) => receiver.answer(...some.map(replyOf)),
    answerAlways: (reply: ModelReply) => receiver.answerAlways(replyOf(reply)),
    /** Everything that was sent, as one text: what is not in it never left. */
    sent: () => receiver.received.map(({ body }) => body).join('\n'),
    /** Where an endpoint of that provider finds it. */
    baseUrl: (provider: ModelProvider) => (provider === 'openai' ? `${receiver.url}/v1` : receiver.url),
  };
}

/** What it says: a value to be written as JSON, a text as it stands, or a fault. */
export type ModelReply = Reply | { says: unknown; ending?: Ending; usage?: Usage | null };

export const says = (value: unknown): ModelReply => ({ says: value });
export const modelFaults = {
  rateLimited: (seconds: number): ModelReply =>
    replies.status(429, { 'retry-after': String(seconds) }, '{"error":{"message":"slow down"}}'),
  broken: replies.status(500, {}, '{"error":{"message":"secret of the prompt"}}'),
  wrongKey: replies.status(401),
  elsewhere: (location: string) => replies.redirect(location, 307),
  silent: replies.silence,
  hangUp: replies.hangUp,
  malformed: replies.status(200, { 'content-type': 'text/event-stream' }, 'data: {"choices": [{\n\n'),
  /** The stream ends before the answer does. */
  cutOff: { says: '{"intents": ["rec', ending: {} } as ModelReply,
  refusal: {
    says: 'I cannot help with that.',
    ending: { openai: 'content_filter', anthropic: 'refusal', google: 'SAFETY' },
  } as ModelReply,
  tooLong: {
    says: '{"intents": [',
    ending: { openai: 'length', anthropic: 'max_tokens', google: 'MAX_TOKENS' },
  } as ModelReply,
  tool: {
    says: '',
    ending: {
      openai: 'tool_calls',
      anthropic: 'tool_use',
      google: 'STOP',
      tool: { name: 'bookings_refund', arguments: '{"amount":100000}' },
    },
  } as ModelReply,
  /** Words without end, for as long as somebody reads. */
  endless: ((response, received) => {
    const provider = providerOf(received);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const [piece] = protocols[provider](['on and on '.repeat(100)], {}, null).filter(
      ({ event }) => event === undefined || event === 'content_block_delta',
    );
    if (provider === 'anthropic')
      for (const event of protocols.anthropic([], {}, null).slice(0, 2)) write(response, event);
    const more = (): void => {
      while (!response.destroyed && write(response, piece!));
    };
    response.on('drain', more);
    more();
  }) as Reply,
};

function replyOf(reply: ModelReply): Reply {
  if (typeof reply === 'function') return reply;
  const { says: value, ending = whole, usage = usual } = reply;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // In two parts, so that somebody has to put them together.
  const half = Math.ceil(text.length / 2);
  const parts = [text.slice(0, half), text.slice(half)].filter((part) => part !== '');
  return (response, received) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of protocols[providerOf(received)](parts, ending, usage)) write(response, event);
    response.end();
  };
}

function providerOf({ path }: Received): ModelProvider {
  if (path.includes(':streamGenerateContent')) return 'google';
  return path.startsWith('/v1/messages') ? 'anthropic' : 'openai';
}

function write(response: ServerResponse, { event, data }: Event): boolean {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return response.write(`${event ? `event: ${event}\n` : ''}data: ${text}\n\n`);
}

function named(event: string, data: object): Event {
  return { event, data: { type: event, ...data } };
}

function openaiChunk(choice: object | null): Record<string, unknown> {
  return {
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: choice ? [{ index: 0, ...choice }] : [],
  };
}
