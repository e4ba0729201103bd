// The fallback agent: small talk, what other agents do not do, and what nobody understood. Honest about what did not happen.
import { Injectable } from '@nestjs/common';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';

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
/** While something is being arranged, its question follows. */
const inTheMiddle: Readonly<Record<string, string>> = { greet: 'Hello!' };

@Agent({
  name: 'fallback',
  description: 'Small talk, and what no other agent answers.',
  order: 10,
  intents: ['greet', 'thanks', 'goodbye', 'help', 'repeat'],
  kind: 'aside',
  isFallback: true,
})
@Injectable()
export class FallbackAgent implements DialogueAgent<null> {
  restoreMemory(): null {
    return null;
  }

  answer({ heard, others, lastReply }: AgentTurn<null>): AgentAnswer<null> {
    const said = { ...answers, ...(others.length > 0 && inTheMiddle), repeat: lastReply ?? whatWeDo };
    const known = heard.asks
      .map((ask) => said[ask.intents[0]?.name as keyof typeof said])
      .filter((text) => text !== undefined);
    return known.length > 0
      ? { text: [...new Set(known)].join(' ') }
      : { text: `Sorry, I did not understand that. ${whatWeDo}`, isMissed: true };
  }
}
