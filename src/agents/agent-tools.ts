// The tools as the agents see them: by name, through the registry, as the customer. The schemas say what the agents read of each
// answer; a contract test holds them against what the tools publish.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ToolRegistry, type ToolOutcome, type ToolRefusal } from '#libs/tools';
import { onBehalfOf, type Actor } from '../access/actor.js';
import { visitRead, visitsRead, type VisitRead } from './visits/visit-read.js';

export type BookingRead = VisitRead;

const instant = z.coerce.date().transform((at) => at.toISOString());

const attributeRead = z.object({
  code: z.string(),
  name: z.string(),
  group: z.string().nullable(),
  isDefault: z.boolean(),
  terms: z.array(z.string()),
});

const serviceRead = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  durationMinutes: z.number(),
  unit: z.string().nullable(),
  category: z.string(),
  subcategory: z.string(),
  phrases: z.array(z.string()),
  attributes: z.array(attributeRead),
});
export type ServiceRead = z.output<typeof serviceRead>;

const cityRead = z.object({
  slug: z.string(),
  name: z.string(),
  aliases: z.array(z.string()),
  pincodes: z.array(z.string()),
});
export type CityRead = z.output<typeof cityRead>;

const slotRead = z.object({
  startsAt: instant,
  endsAt: instant,
  providerId: z.string(),
  providerName: z.string(),
});
export type SlotRead = z.output<typeof slotRead>;

const quoteRead = z.object({
  service: z.object({ name: z.string(), unit: z.string().nullable() }),
  items: z.array(
    z.object({
      kind: z.string(),
      code: z.string(),
      label: z.string(),
      quantity: z.number(),
      amountPaise: z.number(),
    }),
  ),
  totalPaise: z.number(),
});
export type QuoteRead = z.output<typeof quoteRead>;
const rangeRead = z.object({ fromPaise: z.number(), toPaise: z.number() });

const addressRead = z.object({
  id: z.string(),
  label: z.string(),
  line: z.string(),
  pincode: z.string(),
  isDefault: z.boolean(),
});
export type AddressRead = z.output<typeof addressRead>;

const placeRead = z.object({
  known: z.boolean(),
  served: z.boolean(),
  area: z.string().nullable(),
  cityName: z.string().nullable(),
});

const profileRead = z.object({
  name: z.string(),
  /** Contacts are masked. */
  email: z.string().nullable(),
  emailVerified: z.boolean(),
  phone: z.string().nullable(),
  phoneVerified: z.boolean(),
});

const callbackRead = z.object({
  id: z.string(),
  reference: z.string(),
  /** Null on both sides where any time suits. */
  windowFrom: instant.nullable(),
  windowTo: instant.nullable(),
});
export type CallbackRead = z.output<typeof callbackRead>;

const citedRead = z.object({
  text: z.string(),
  passageId: z.string(),
  start: z.number(),
  end: z.number(),
  title: z.string(),
  heading: z.string(),
  version: z.number(),
  isInForce: z.boolean(),
});
export type CitedRead = z.output<typeof citedRead>;

const knowledgeRead = z.object({
  kind: z.enum(['answered', 'unclear', 'silent']),
  grounding: z.number(),
  revision: z.string(),
  quotes: z.array(citedRead),
});
export type KnowledgeRead = z.output<typeof knowledgeRead>;

/** What the agents read of each tool's answer. */
/** A complaint of the customer, as they see it. */
const complaintRead = z.object({
  id: z.string(),
  reference: z.string(),
  bookingId: z.string().nullable(),
  category: z.string(),
  severity: z.string(),
  status: z.string(),
  subject: z.string(),
  /** 0 with whoever works on it, 1 with the lead, 2 with the manager. */
  escalationLevel: z.number(),
  dueAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** Null where it cannot be reopened. */
  reopenableUntil: instant.nullable(),
  createdAt: instant,
});
export type ComplaintRead = z.output<typeof complaintRead>;

const billRead = z.object({
  number: z.string(),
  taxablePaise: z.number(),
  cgstPaise: z.number(),
  sgstPaise: z.number(),
  igstPaise: z.number(),
  totalPaise: z.number(),
  issuedAt: instant,
});

export const toolReads = {
  'catalogue.list_services': z.object({ items: z.array(serviceRead) }),
  'catalogue.list_cities': z.object({ items: z.array(cityRead) }),
  'catalogue.check_pincode': placeRead,
  'catalogue.price': z.union([quoteRead, rangeRead]),
  'bookings.find_slots': z.object({ items: z.array(slotRead) }),
  'bookings.best_providers': z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }),
  'bookings.hold_slot': z.object({ holdId: z.string().nullable() }),
  'bookings.release_slot': z.object({ holdId: z.string().nullable() }),
  'bookings.create': visitRead,
  'bookings.get': visitRead,
  'bookings.list': visitsRead,
  'bookings.cancel': visitRead,
  'bookings.reschedule': visitRead,
  'bookings.add_note': visitRead,
  'bookings.rate': z.object({ id: z.string(), rating: z.number() }),
  'bookings.invoice': z.object({ invoice: billRead, creditNotes: z.array(billRead) }),
  'complaints.create': z.object({ id: z.string(), reference: z.string(), dueAt: instant.nullable() }),
  'complaints.list': z.object({ complaints: z.array(complaintRead) }),
  'complaints.get': complaintRead,
  'complaints.add_update': z.object({ id: z.string() }),
  'complaints.escalate': complaintRead,
  'complaints.withdraw': complaintRead,
  'complaints.reopen': complaintRead,
  'customers.profile': profileRead,
  'callbacks.list': z.object({ items: z.array(callbackRead) }),
  'callbacks.request': callbackRead,
  'knowledge.answer': knowledgeRead,
  'addresses.list': z.object({ items: z.array(addressRead) }),
} as const;

export type ToolName = keyof typeof toolReads;
export type ToolAnswer<Name extends ToolName> =
  { ok: true; output: z.output<(typeof toolReads)[Name]> } | { ok: false; refusal: ToolRefusal };

@Injectable()
export class AgentTools {
  constructor(private readonly registry: ToolRegistry) {}

  /**
   * The tools in the hands of `agent`, acting for `customer` in one turn.
   * @param reads of that turn, shared by all whom it passes through
   */
  inHandsOf(agent: string, customer: Actor, reads: TurnReads): ToolSession {
    return new ToolSession(this.registry, onBehalfOf(customer, agent), reads);
  }

  /** The tools for reading what is the same for everybody. */
  reading(): ToolSession {
    return new ToolSession(this.registry, {
      kind: 'system',
      id: 'agents',
      permissions: new Set(['catalogue.read']),
    });
  }
}

/**
 * What tools have answered in a turn of one customer: nobody reads again what the coordinator or another agent has read, until something is
 * written. What failed is tried again.
 */
export class TurnReads {
  private readonly answers = new Map<string, Promise<ToolOutcome>>();

  async read(name: string, args: unknown, execute: () => Promise<ToolOutcome>): Promise<ToolOutcome> {
    const question = JSON.stringify([name, args]);
    const known = this.answers.get(question);
    if (known) return known;
    const asked = execute();
    this.answers.set(question, asked);
    const outcome = await asked;
    if (!outcome.ok && this.answers.get(question) === asked) this.answers.delete(question);
    return outcome;
  }

  forget(): void {
    this.answers.clear();
  }

  /** Whatever comes of it: a slot that was refused must not be offered again, nor what was read while it was being written. */
  async written(execute: () => Promise<ToolOutcome>): Promise<ToolOutcome> {
    try {
      return await execute();
    } finally {
      this.forget();
    }
  }
}

export class ToolSession {
  /** Names of the tools used so far. */
  readonly used: string[] = [];

  constructor(
    private readonly registry: ToolRegistry,
    private readonly actor: Actor,
    private readonly reads = new TurnReads(),
  ) {}

  /** @param confirmation id of the proposal that the customer agreed to; writes need one */
  async use<Name extends ToolName>(
    name: Name,
    args: unknown,
    confirmation?: string,
  ): Promise<ToolAnswer<Name>> {
    this.used.push(name);
    const execute = () => this.registry.execute(this.actor, name, args, { confirmation });
    const outcome = await (confirmation === undefined
      ? this.reads.read(name, args, execute)
      : this.reads.written(execute));
    return this.answered(name, outcome);
  }

  private answered<Name extends ToolName>(name: Name, outcome: ToolOutcome): ToolAnswer<Name> {
    if (!outcome.ok) return outcome;
    return { ok: true, output: toolReads[name].parse(outcome.output) as z.output<(typeof toolReads)[Name]> };
  }

  /** Keeps something for the customer, or gives it back. A refusal says that what was read before is no longer so. */
  async reserve<Name extends ToolName>(name: Name, args: unknown): Promise<ToolAnswer<Name>> {
    this.used.push(name);
    const outcome = await this.registry.execute(this.actor, name, args);
    if (!outcome.ok) this.reads.forget();
    return this.answered(name, outcome);
  }

  /** For reads that can only fail when something is broken. @throws ToolFailed */
  async need<Name extends ToolName>(name: Name, args: unknown): Promise<z.output<(typeof toolReads)[Name]>> {
    const answered = await this.use(name, args);
    if (!answered.ok) throw new ToolFailed(name, answered.refusal);
    return answered.output;
  }
}

/** The turn cannot go on without this tool; the fallback answers. */
export class ToolFailed extends Error {
  constructor(name: string, refusal: ToolRefusal) {
    super(`${name}: ${refusal.code} ${refusal.detail}`);
    this.name = 'ToolFailed';
  }
}
