// How a domain says what can have happened in it (`<domain>.events.ts`), and how another hears of it (`<domain>.listener.ts`).
import type { z } from 'zod';
import { Declaration } from '#libs/discovery';
import type { JobRun } from '#libs/jobs';

export interface EventDefinition<Data extends z.ZodType = z.ZodType> {
  /** `noun.past_participle`, unique: `booking.cancelled`. */
  readonly type: string;
  /** What it happened to: `booking`. Events of one such thing are heard in their order. */
  readonly aggregate: string;
  /** For people. */
  readonly description: string;
  /** Ids, amounts, times, states: no names, addresses, words of people. It outlives their accounts, and leaves the house in webhooks. */
  readonly data: Data;
  /** Whether other systems may subscribe to it (webhooks). */
  readonly isPublic: boolean;
}

/** Whoever publishes it says so with {@link PublishesEvents}. */
export function defineEvent<Data extends z.ZodType>(
  definition: EventDefinition<Data>,
): EventDefinition<Data> {
  return definition;
}

export const eventPublishers = new Declaration<readonly EventDefinition[]>('publishers of events');

/** On the provider that publishes them: by it, whoever shows events or subscribes to them learns that they are there. */
export const PublishesEvents = (...events: readonly EventDefinition[]) =>
  eventPublishers.onClass<object>(events);

/** An event as a listener gets it. */
export interface DomainEvent<Data = Record<string, unknown>> {
  readonly id: string;
  readonly type: string;
  readonly aggregate: { readonly type: string; readonly id: string };
  readonly data: Data;
  readonly at: Date;
  readonly correlationId: string | null;
}

export interface ListenerDefinition {
  /** `domain.what_it_does`, unique and for good: by it the inbox knows what was heard already. */
  name: string;
  /** Or every event there is. */
  to: readonly EventDefinition[] | 'all';
}

export const declaredListeners = new Declaration<ListenerDefinition>('listeners', ({ name }) => name);

/**
 * Makes a method a listener: `(event, run) => void`. It is called at least once for each event, in the order of the events of one
 * aggregate, and again after a failure; what it does through `run.atTheEnd` happens exactly once.
 */
export function ListensTo(definition: ListenerDefinition) {
  type Method = (event: never, run: JobRun) => Promise<void> | void;
  return declaredListeners.onMethod<Method>(definition);
}
