// What other systems may subscribe to, and what they will get.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { EventRegistry, type DomainEvent, type EventDefinition } from '#libs/events';
import { exampleOf } from './example.js';
import { matchesEvent } from './webhook.entity.js';

export interface EventTypeInfo {
  type: string;
  description: string;
  /** JSON Schema of the whole message. */
  schema: Record<string, unknown>;
  example: unknown;
}

/** Sent on request only, to one endpoint. */
export const testType = 'webhook.test';

@Injectable()
export class EventTypesService {
  constructor(private readonly events: EventRegistry) {}

  /** By type. */
  list(): EventTypeInfo[] {
    return publicAmong(this.events.all()).map((event) => {
      const { $schema: _, ...schema } = z.toJSONSchema(messageSchema(event), { io: 'output' });
      return { type: event.type, description: event.description, schema, example: exampleOf(schema) };
    });
  }

  isPublic(type: string): boolean {
    return publicAmong(this.events.all()).some((event) => event.type === type);
  }

  /** Those of the patterns that nothing ever fits. */
  unknownAmong(patterns: readonly string[]): string[] {
    const types = publicAmong(this.events.all()).map(({ type }) => type);
    return patterns.filter((pattern) => !types.some((type) => matchesEvent(pattern, type)));
  }
}

export function publicAmong(events: readonly EventDefinition[]): EventDefinition[] {
  return events.filter(({ isPublic }) => isPublic);
}

/** The bytes that are sent and signed. */
export function bodyOf({
  type,
  at,
  aggregate,
  data,
}: Pick<DomainEvent, 'type' | 'at' | 'aggregate' | 'data'>) {
  return JSON.stringify({ type, timestamp: at.toISOString(), data: { ...data, id: aggregate.id } });
}

/** The data of every event is an object. */
export function messageSchema({ type, aggregate, data }: EventDefinition) {
  const id = z
    .string()
    .describe(`Of the ${aggregate}.`)
    .meta({ examples: ['019d45da-5d40-7ebb-95d6-e8f90a1b2c3d'] });
  return z.object({
    type: z.literal(type),
    timestamp: z.iso.datetime().describe('When it happened.'),
    data: (data as z.ZodObject).extend({ id }),
  });
}
