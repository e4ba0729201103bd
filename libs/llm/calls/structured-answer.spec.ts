import { z } from 'zod';
import type { ChatCall } from '../endpoints/chat-client.js';
import { PersonalMask } from '../privacy/personal-mask.js';
import { structuredAnswer } from './structured-answer.js';

const answer = z.object({
  intents: z.array(z.enum(['recall', 'cancel'])).max(3),
  note: z.string().optional(),
});
const ask = async (input: string, ...answers: string[]) => {
  const calls: ChatCall[] = [];
  const complete = async (call: ChatCall) => {
    calls.push({ ...call, messages: [...call.messages] });
    return { text: answers.shift() ?? '', usage: { input: 1, output: 1, isEstimate: false } };
  };
  const question = {
    instruction: 'Name the intents.',
    examples: [{ input: 'forget it', answer: { intents: ['cancel'] } }],
    input,
    answer,
  };
  const result = await structuredAnswer(question, new PersonalMask(), complete).catch((error) => error.kind);
  return { result, calls };
};

it.each([
  '{"intents":["recall"]}',
  'Here you are:\n```json\n{"intents":["recall"]}\n```',
  '<think>maybe {cancel}?</think>{"intents":["recall"]}',
])('reads %j', async (text) => {
  expect(await ask('call back', text)).toMatchObject({
    result: { intents: ['recall'] },
    calls: { length: 1 },
  });
});

it('sends instruction, shape, examples and the masked text, each in its place', async () => {
  const { calls } = await ask('call 98765 43210', '{"intents":[]}');
  expect(calls[0]!.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
  expect(calls[0]!.messages.at(-1)!.text).toBe('call [PHONE_1]');
  expect(calls[0]!.messages[0]!.text).toContain('"enum":["recall","cancel"]');
  expect(calls[0]!.schema).toMatchObject({ type: 'object', required: ['intents'] });
});

it('lets a model that missed the shape answer once more', async () => {
  const { result, calls } = await ask(
    '98765 43210',
    '{"intents":["refund"]}',
    '{"intents":["recall"],"note":"[PHONE_1]"}',
  );
  expect(result).toEqual({ intents: ['recall'], note: '98765 43210' });
  expect(calls[1]!.messages.at(-2)).toEqual({ role: 'assistant', text: '{"intents":["refund"]}' });
  expect(calls[1]!.messages.at(-1)!.text).toContain('intents.0');
});

it.each([
  'no json',
  '{"intents":',
  '{"intents":["refund"]}',
  '{"intents":["recall"],"note":"[PHONE_7]"}{',
  '[]',
])('gives up after the second: %s', async (text) =>
  expect(await ask('hi', text, text, '{"intents":[]}')).toMatchObject({
    result: 'invalid_answer',
    calls: { length: 2 },
  }),
);
