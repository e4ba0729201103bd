// What the program sends to others, for the part `webhooks` of the API document.
import type { z } from 'zod';
import type { SchemaComponents } from './json-schema.js';

export interface PublishedMessage {
  /** `booking.cancelled` */
  type: string;
  description: string;
  /** Of the whole message; named. */
  schema: z.ZodType;
}

const headers = [
  ['webhook-id', 'The same each time the message is sent: whoever gets it twice has had it.', 100],
  ['webhook-timestamp', 'When it was sent, in seconds since 1970.', 12],
  ['webhook-signature', 'Signatures by the secrets of the endpoint, as Standard Webhooks has them.', 500],
] as const;

const parameters = headers.map(([name, description, maxLength]) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', maxLength },
}));

/** By type. */
export function webhooksOf(messages: readonly PublishedMessage[], components: SchemaComponents) {
  return Object.fromEntries(
    messages.map((message) => [message.type, { post: sending(message, components) }]),
  );
}

function sending({ type, description, schema }: PublishedMessage, components: SchemaComponents) {
  return {
    operationId: `on${wordsOf(type).map(inCapitals).join('')}`,
    summary: `Take the event ${type}.`,
    description: `${description} Sent to the endpoints that have subscribed to it, at least once, signed.`,
    tags: ['Webhooks'],
    security: [],
    parameters,
    requestBody: {
      required: true,
      content: { 'application/json': { schema: components.refer(schema, 'output') } },
    },
    responses: {
      '2XX': { description: 'Taken: it is not sent again.' },
      '410': { description: 'Gone: nothing is sent to the endpoint any more.' },
      default: { description: 'Not taken: it is sent again later, for about a day.' },
    },
  };
}

export function wordsOf(type: string): string[] {
  return type.split(/[._]/);
}

export function inCapitals(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
