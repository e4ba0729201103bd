// Chats about the bookings, with what was understood, who answered and how long it took.
import { formatDay, formatTime } from '#libs/format';
import { localDate, minuteOfDay } from '#libs/time';
import { Conversation, Message } from '../conversations/conversation.entity.js';
import type { DemoBooking } from './bookings.js';
import { conversationTemplates, type TurnContent } from './content.js';
import type { InsertRows } from './insert.js';
import { minutesAfter, timeZone, type DemoScene } from './scene.js';

export const messagesPerBlock = 1_192;

/** Chats until the messages are used up; the last one breaks off where they are, as chats do. */
export function addConversations(scene: DemoScene, rows: InsertRows, bookings: readonly DemoBooking[]): void {
  const { random } = scene;
  let turnsLeft = messagesPerBlock / 2;
  while (turnsLeft > 0) {
    const turns = random.pick(conversationTemplates).turns.slice(0, turnsLeft);
    addConversation(scene, rows, turns, random.pick(bookings));
    turnsLeft -= turns.length;
  }
}

function addConversation(
  scene: DemoScene,
  rows: InsertRows,
  turns: readonly TurnContent[],
  booking: DemoBooking,
): void {
  const { random } = scene;
  const facts = factsOf(scene, booking);
  // A chat that ended in a booking was held when that was made, others at some time around it.
  const books = turns.some(({ tools }) => tools.includes('bookings.create'));
  let at = minutesAfter(booking.createdAt, books ? -turns.length : random.between(-2880, -turns.length));
  const conversation = scene.row(at);
  for (const turn of turns) {
    const text = filled(turn.customer, facts);
    const question = scene.row(at);
    const latencyMs = random.between(4, 45);
    rows.add(Message, {
      ...question,
      conversation: conversation.id,
      role: 'customer',
      text,
      replyTo: null,
      intents: turn.intents.map(({ name, confidence }) => ({
        name,
        confidence: near(scene, confidence, 0, 1),
      })),
      entities: entitiesIn(turn.customer, facts),
      sentiment: near(scene, turn.sentiment, -1, 1),
      agent: null,
      tools: null,
      latencyMs: null,
    });
    rows.add(Message, {
      ...scene.row(new Date(at.getTime() + latencyMs)),
      conversation: conversation.id,
      role: 'assistant',
      text: filled(turn.reply, facts),
      replyTo: question.id,
      intents: null,
      entities: null,
      sentiment: null,
      agent: turn.agent,
      tools: turn.tools,
      latencyMs,
    });
    at = new Date(at.getTime() + random.between(15, 55) * 1000);
  }
  rows.add(Conversation, {
    ...conversation,
    updatedAt: at,
    lastMessageAt: at,
    customer: booking.customer.id,
    title: filled(turns[0]!.customer, facts).slice(0, 80),
    status: random.chance(0.05) ? 'archived' : 'active',
  });
}

/** What stands for a `{placeholder}`, and the entity that it is, if it is one. */
type Facts = Record<string, { text: string; entity?: { type: string; value: string } }>;

function factsOf(
  { random }: DemoScene,
  { customer, service, address, provider, ...booking }: DemoBooking,
): Facts {
  const { startsAt, reference, totalPaise } = booking;
  const minute = minuteOfDay(startsAt, timeZone);
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const isService = { type: 'service', value: service.slug };
  return {
    customer: { text: customer.name.split(' ')[0]! },
    provider: { text: provider.name },
    service: { text: service.name, entity: isService },
    phrase: { text: random.pick(service.phrases), entity: isService },
    description: { text: service.description },
    duration: { text: `${service.durationMinutes} minutes` },
    address: { text: address.line },
    area: { text: address.area },
    pincode: { text: address.pincode, entity: { type: 'pincode', value: address.pincode } },
    day: {
      text: formatDay(startsAt, timeZone),
      entity: { type: 'date', value: localDate(startsAt, timeZone) },
    },
    time: { text: formatTime(startsAt, timeZone), entity: { type: 'time', value: clock } },
    price: { text: `₹${(totalPaise / 100).toFixed(2)}` },
    reference: { text: reference, entity: { type: 'booking_reference', value: reference } },
  };
}

function filled(template: string, facts: Facts): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => factOf(facts, name).text);
}

function entitiesIn(template: string, facts: Facts): Record<string, unknown>[] {
  return [...template.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => {
    const { text, entity } = factOf(facts, name!);
    return entity ? [{ ...entity, text }] : [];
  });
}

function factOf(facts: Facts, name: string): Facts[string] {
  const fact = facts[name];
  if (!fact) throw new Error(`Unknown placeholder {${name}}`);
  return fact;
}

/** The written figure with some noise, to two digits. */
function near({ random }: DemoScene, value: number, least: number, most: number): number {
  const noisy = value + (random.fraction() - 0.5) * 0.08;
  return Math.round(100 * Math.min(most, Math.max(least, noisy))) / 100;
}
