// What the API document says of the messages that other systems get.
import { z } from 'zod';
import type { EventDefinition } from '#libs/events';
import { inCapitals, publishSchema, wordsOf, type PublishedMessage } from '#libs/http';
import { messageSchema, publicAmong, testType } from './event-types.service.js';
import { exampleOf } from './example.js';

const testEvent: EventDefinition = {
  type: testType,
  aggregate: 'webhook',
  description: 'Somebody wants to see whether messages arrive.',
  data: z.object({}),
  isPublic: true,
};

/** `BookingCancelledEvent` and the like. @param events all there are */
export function publishedMessages(events: readonly EventDefinition[]): PublishedMessage[] {
  return [...publicAmong(events), testEvent].map((event) => {
    const { type, description } = event;
    const schema = messageSchema(event);
    const example = exampleOf(z.toJSONSchema(schema, { io: 'output' }));
    publishSchema(schema, `${wordsOf(type).map(inCapitals).join('')}Event`, example);
    return { type, description, schema };
  });
}
