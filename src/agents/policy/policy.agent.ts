// The policy agent: what the rules are, in the words of the documents and with their places, or that they do not say. Reads only.
import { Injectable, Optional } from '@nestjs/common';
import { z } from 'zod';
import { LanguageModel, NoModel } from '#libs/llm';
import type { AnswerSource } from '../../conversations/conversation.entity.js';
import { customerScope } from '../../access/actor.js';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { joinedTexts, type ReplyText } from '../language/responses.js';
import { VisitFinder } from '../visits/visit-finder.js';
import { policyAnswer, type Wording } from './policy-answer.js';

const name = 'policy';

const policyMemory = z.object({ lastQuestion: z.string().nullable() });
type PolicyMemory = z.output<typeof policyMemory>;

type PolicyTurn = AgentTurn<PolicyMemory>;

/** Says that the terms of a visit are asked for, and not the rules in general. */
const ownVisit =
  /\bBK-?[0-9A-Z]{6}\b|(?<![\p{L}\p{M}])(?:my|this|that|the|mer[ai]|mere|meri|is|us|मेर[ाीे]|इस|उस)(?: \p{L}+){0,3} (?:visit|booking|appointment|विज़िट|विजिट|बुकिंग)(?![\p{L}\p{M}])/iu;

@Agent({
  name,
  description:
    'What the rules are: cancellation, refunds, warranty, payment, safety, data. In the words of the documents.',
  order: 25,
  intents: ['ask_policy'],
  kind: 'aside',
  takesFollowUps: true,
})
@Injectable()
export class PolicyAgent implements DialogueAgent<PolicyMemory> {
  constructor(
    private readonly visits: VisitFinder,
    /** Where none is provided the documents speak for themselves. */
    @Optional() private readonly model: LanguageModel = new NoModel(),
  ) {}

  restoreMemory(kept: unknown): PolicyMemory {
    return policyMemory.safeParse(kept).data ?? { lastQuestion: null };
  }

  async answer(turn: PolicyTurn): Promise<AgentAnswer<PolicyMemory>> {
    const { heard, own, tools, memory } = turn;
    const questions = own.length > 0 ? own.map(({ text }) => text) : [heard.text];
    const bookedAt = await this.bookedAt(turn);
    const texts: ReplyText[] = [];
    const sources: AnswerSource[] = [];
    let before = memory.lastQuestion;
    for (const text of new Set(questions)) {
      const answered = await policyAnswer(tools, { text, before, bookedAt }, this.wording(turn));
      texts.push(answered.text);
      sources.push(...answered.sources);
      before = text;
    }
    return { text: joinedTexts(...new Set(texts))(turn), sources, memory: { lastQuestion: before } };
  }

  private wording(turn: PolicyTurn): Wording {
    const { actor, conversationId } = turn;
    return {
      model: this.model,
      reader: turn,
      caller: { agent: name, customerId: customerScope(actor) ?? '', conversationId },
    };
  }

  /** When the visit was booked that the question is about; null where it is about the rules in general. */
  private async bookedAt({ heard, tools, now, mentioned }: PolicyTurn): Promise<string | null> {
    if (!ownVisit.test(heard.text)) return null;
    const all = await this.visits.visitsOf(tools, false);
    const { resolution } = await this.visits.findVisits(
      { text: heard.text, now, moves: false, mentioned },
      all,
    );
    return resolution.kind === 'one' ? resolution.visit.createdAt : null;
  }
}
