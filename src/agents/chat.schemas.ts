import { z } from 'zod';
import { plainText, publishSchema } from '#libs/http';
import { answerPartView, outcomeTypes } from '../conversations/conversation.entity.js';
import { chatExamples } from './chat.examples.js';

export const chatInput = z.strictObject({
  message: plainText({ min: 1, max: 4000, lineBreaks: true }).meta({
    examples: ["hi, my AC isn't cooling, can someone come tomorrow around 10 in the morning? I'm in 560034"],
  }),
  sessionId: z.uuid().optional().describe('Of the conversation; a new one begins without it.'),
});
publishSchema(chatInput, 'SendChatMessage', chatExamples.SendChatMessage);
export type ChatInput = z.output<typeof chatInput>;

const replyView = z.object({
  id: z.uuid(),
  text: z.string(),
  agents: z.array(z.string()).describe('Who answered.'),
  tools: z.array(z.string()).describe('Through which tools.'),
  parts: z.array(answerPartView).describe('Which agent said what, in order.'),
});
publishSchema(replyView, 'ChatReply', chatExamples.ChatReply);

const proposalView = z.object({
  id: z.uuid(),
  tool: z.string(),
  summary: z.string(),
  pricePaise: z.number().int().nullable(),
  expiresAt: z.date(),
});
publishSchema(proposalView, 'Proposal', chatExamples.Proposal);

export const chatView = z.object({
  sessionId: z.uuid(),
  messageId: z.uuid().describe("Of the customer's message."),
  reply: replyView,
  intents: z
    .array(z.object({ name: z.string(), confidence: z.number() }))
    .describe('Empty when none was recognised.'),
  entities: z.array(z.looseObject({ type: z.string(), text: z.string(), confidence: z.number() })),
  sentiment: z.number(),
  proposal: proposalView.nullable().describe('What a "yes" would do now.'),
  outcomes: z
    .array(z.object({ type: z.enum(outcomeTypes), id: z.uuid(), reference: z.string() }))
    .describe('What this message brought about. New types may be added.'),
  booking: z
    .looseObject({ id: z.string(), reference: z.string(), status: z.string() })
    .nullable()
    .describe('The booking among `outcomes`, in full.'),
});
publishSchema(chatView, 'ChatAnswer', chatExamples.ChatAnswer);
