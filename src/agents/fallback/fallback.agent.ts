// The fallback agent: small talk, what other agents do not do, and what nobody understood. Honest about what did not happen.
import { Injectable } from '@nestjs/common';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { joinedTexts, verbatim, type ReplyText } from '../language/responses.js';
import { surePolicyAnswer } from '../policy/policy-answer.js';
import { fallbackResponses } from './fallback-responses.js';

const text = fallbackResponses.text.bind(fallbackResponses);

const answers: Readonly<Record<string, ReplyText>> = {
  greet: joinedTexts(text('hello'), text('whatWeDo')),
  thanks: text('thanks'),
  goodbye: text('goodbye'),
  help: text('whatWeDo'),
  talk_to_human: text('talkToHuman'),
};
/** While something is being arranged, its question follows. */
const inTheMiddle: Readonly<Record<string, ReplyText>> = { greet: text('hello') };

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

  async answer(turn: AgentTurn<null>): Promise<AgentAnswer<null>> {
    const { heard, others, lastReply } = turn;
    const repeat = lastReply === null ? text('whatWeDo') : verbatim(lastReply);
    const said: typeof answers = { ...answers, ...(others.length > 0 && inTheMiddle), repeat };
    const known = heard.asks
      .map((ask) => said[ask.intents[0]?.name ?? ''])
      .filter((each) => each !== undefined);
    if (known.length > 0) return { text: joinedTexts(...new Set(known))(turn) };
    // What sounds like nothing that can be asked for may be a question about the rules.
    const rules = await surePolicyAnswer(turn);
    if (rules) return { text: rules.text(turn), sources: rules.sources };
    return { text: joinedTexts(text('notUnderstood'), text('whatWeDo'))(turn), isMissed: true };
  }
}
