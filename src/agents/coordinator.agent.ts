// The coordinator: understands the message, and decides which agents answer it.
import { Injectable } from '@nestjs/common';
import { addressAnswer } from './booking/address.answer.js';
import { addressAmong } from './booking/booking-tracker.js';
import type { BookingTask } from './booking/booking-form.js';
import { readAgreement } from './language/agreement.js';
import { clearService } from './language/service.recogniser.js';
import { LanguageUnderstander, type TurnUnderstanding } from './language/language-understander.js';
import {
  apologyText,
  joinedReplies,
  type AgentName,
  type DialogueFocus,
  type AgentTurn,
  type TurnUpdate,
} from './turn-state.js';
import type { TurnContext } from './turn-context.js';

/** Who answers what; whatever is not listed is the fallback's. */
const answeredBy: Readonly<Record<string, AgentName>> = {
  book_service: 'booking',
  ask_availability: 'booking',
  provide_details: 'booking',
  change_details: 'booking',
  affirm: 'booking',
  deny: 'booking',
  abandon: 'booking',
  recall: 'booking',
  booking_status: 'booking',
  ask_price: 'service',
  ask_service_info: 'service',
};
/** While a booking is being arranged these are about it, unless another one is named. */
const aboutTheOpenOne = new Set(['cancel_booking', 'reschedule_booking']);
/** Said along the way: worth an answer only when nothing else was said. */
const courtesies = new Set(['greet', 'thanks', 'goodbye']);
/** With these a message still asks for nothing but the answer before. */
const besideRepeat = new Set(['repeat', 'affirm', 'deny']);
/** After these nothing is left to ask. */
const conclusive = new Set(['goodbye', 'repeat']);
const facts = new Set(['date', 'time', 'time_range', 'pincode']);

@Injectable()
export class CoordinatorAgent {
  constructor(private readonly understander: LanguageUnderstander) {}

  /** Node of the graph: begins the turn. */
  async answer(before: AgentTurn, turn: TurnContext): Promise<TurnUpdate> {
    const understanding = await this.understander.understand(before.text, turn.now);
    const routes = routesOf(understanding, before.dialogue.task, before.focus);
    // A turn that failed left nothing but the apology; one that repeated the answer before it has said nothing of its own.
    const repeated = before.lastReply !== null && before.understanding && repeats(before.understanding);
    const lastReply = before.routes
      ? repeated
        ? before.lastReply
        : joinedReplies(before) || apologyText
      : null;
    return { understanding, routes, lastReply, replies: null };
  }
}

/**
 * Which agents answer, in the order in which their answers are read.
 * @param focus what was talked about last, where no booking is open
 */
export function routesOf(
  heard: TurnUnderstanding,
  task: BookingTask | null,
  focus: DialogueFocus | null = null,
): AgentName[] {
  // A plain yes, no or "cancel it" answers the question of the open booking, however it sounds.
  if (task && readAgreement(heard.text) !== 'other') return ['booking'];
  // An answer to "what is the address?" is an address, whatever else its words could mean.
  if (task?.asked === 'address' && addressAnswer(heard.text, heard.asks, heard.entities)) return ['booking'];
  const intents = heard.asks.flatMap((ask) => ask.intents.slice(0, 1).map((intent) => intent.name));
  if (intents.length > 0 && intents.every((name) => conclusive.has(name))) return ['fallback'];
  if (!task && focus && asksOnAbout(heard, intents)) return ['service'];

  const meant = intents.filter((name) => !courtesies.has(name));
  // "No, come again?": the answer before is said again, and nothing is added to it.
  if (meant.includes('repeat') && meant.every((name) => besideRepeat.has(name))) return ['fallback'];
  const serious = meant.filter((name) => name !== 'repeat');
  const namesBooking = heard.entities.some(
    (entity) => entity.type === 'term' && entity.list === 'booking_reference',
  );
  const whose = (name: string): AgentName =>
    task && !namesBooking && aboutTheOpenOne.has(name) ? 'booking' : (answeredBy[name] ?? 'fallback');
  const agents = new Set(serious.map(whose));
  if (heard.asks.some((ask) => ask.intents.length === 0 && ask.guess.confidence >= clearService))
    agents.add('booking');
  if (focus && agents.size === 0 && heard.entities.some(({ type }) => facts.has(type))) agents.add('booking');
  if (agents.size === 0 && (!task || intents.length > 0)) agents.add('fallback');
  // After an aside the booking takes up its thread again.
  if (task) agents.add('booking');
  return (['fallback', 'service', 'booking'] as const).filter((agent) => agents.has(agent));
}

function repeats({ asks }: TurnUnderstanding): boolean {
  return asks.some(({ intents }) => intents[0]?.name === 'repeat');
}

/** "And for 3 bhk?", "and in 411001?": the same question about something else. */
function asksOnAbout(heard: TurnUnderstanding, intents: readonly string[]): boolean {
  const { asks, entities } = heard;
  const onlyDetails = intents.length > 0 && intents.every((name) => name === 'provide_details');
  const saysWhen = entities.some(({ type }) => type === 'date' || type === 'time' || type === 'time_range');
  if (addressAmong(heard, asks)) return false;
  return onlyDetails && !saysWhen && !asks.some((ask) => ask.guess.confidence >= clearService);
}
