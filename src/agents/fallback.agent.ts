// The fallback agent: small talk, what other agents do not do, and what nobody understood. Honest about what did not happen.
import { Injectable } from '@nestjs/common';
import type { AgentTurn, TurnUpdate } from './turn-state.js';

const whatWeDo =
  'Tell me what is wrong at home or what you need, for example "AC not cooling", "kitchen sink leaking" or "price of sofa cleaning". ' +
  'I find a time, show you the price, and book only when you say yes.';

const answers: Readonly<Record<string, string>> = {
  greet: `Hello! ${whatWeDo}`,
  thanks: 'You are welcome.',
  goodbye: 'Goodbye. This conversation stays here if you need it again.',
  help: whatWeDo,
  cancel_booking:
    'I cannot cancel a booking in this chat. You can cancel it in your list of bookings; nothing has been changed here.',
  reschedule_booking:
    'I cannot move a booking in this chat. You can cancel it in your list of bookings and book a new time here; nothing has been changed.',
  report_complaint:
    'I am sorry about that. I cannot file a complaint in this chat yet; what you wrote is kept with this conversation.',
  complaint_status: 'I cannot look up complaints in this chat yet.',
  ask_policy: 'I cannot look up our policies in this chat yet, and I will not guess them.',
  talk_to_human:
    'I cannot hand over to a person in this chat yet; what you wrote is kept with this conversation.',
};
/** While a booking is being arranged, its question follows. */
const inTheMiddle: Readonly<Record<string, string>> = { greet: 'Hello!' };

@Injectable()
export class FallbackAgent {
  /** Node of the graph. */
  answer({ understanding, dialogue, lastReply }: AgentTurn): TurnUpdate {
    const said = { ...answers, ...(dialogue.task && inTheMiddle), repeat: lastReply ?? whatWeDo };
    const known = understanding.asks
      .map((ask) => said[ask.intents[0]?.name as keyof typeof said])
      .filter((text) => text !== undefined);
    const text =
      known.length > 0 ? [...new Set(known)].join(' ') : `Sorry, I did not understand that. ${whatWeDo}`;
    return { replies: [{ agent: 'fallback', text, tools: [] }] };
  }
}
