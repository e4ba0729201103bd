import { z } from 'zod';
import { plainText } from '#libs/http';

export const chatInput = z.strictObject({
  message: plainText({ min: 1, max: 4000, lineBreaks: true }).meta({
    examples: ["hi, my AC isn't cooling, can someone come tomorrow around 10 in the morning? I'm in 560034"],
  }),
  /** Of the conversation; a new one begins without it. */
  sessionId: z.uuid().optional(),
});
export type ChatInput = z.output<typeof chatInput>;

export const chatView = z.object({
  sessionId: z.uuid(),
  /** Of the customer's message. */
  messageId: z.uuid(),
  reply: z.object({
    id: z.uuid(),
    text: z.string(),
    /** Who answered. */
    agents: z.array(z.string()),
    /** Through which tools. */
    tools: z.array(z.string()),
  }),
  /** Empty when none was recognised. */
  intents: z.array(z.object({ name: z.string(), confidence: z.number() })),
  entities: z.array(z.looseObject({ type: z.string(), text: z.string(), confidence: z.number() })),
  sentiment: z.number(),
  /** What a "yes" would do now. */
  proposal: z
    .object({
      id: z.uuid(),
      tool: z.string(),
      summary: z.string(),
      pricePaise: z.number().int().nullable(),
      expiresAt: z.date(),
    })
    .nullable(),
  /** The booking that this message made. */
  booking: z.looseObject({ id: z.string(), reference: z.string(), status: z.string() }).nullable(),
});
