// The terms agent: what cancelling or moving a visit that exists would cost at this moment, fee and rest. Reads only.
import { Injectable } from '@nestjs/common';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { termsAskedIn } from '../reading/terms-question.js';
import { VisitFinder } from '../visits/visit-finder.js';
import { noVisitReply } from '../visits/visit-label.js';
import type { VisitRead } from '../visits/visit-read.js';
import { cancellingTerms, movingTerms, termsResponses as words } from './terms-responses.js';

/** Of several that may be meant. */
const shownAtMost = 3;

@Agent({
  name: 'terms',
  description: 'What cancelling or moving a visit would cost at this moment.',
  order: 35,
  intents: ['ask_terms'],
  kind: 'aside',
  // Only a visit that exists has terms; without one these are questions for the policies, and for what a service costs.
  absorbs: ['ask_policy', 'ask_price', 'ask_service_info'],
})
@Injectable()
export class TermsAgent implements DialogueAgent<null> {
  constructor(private readonly visits: VisitFinder) {}

  restoreMemory(): null {
    return null;
  }

  async answer(turn: AgentTurn<null>): Promise<AgentAnswer<null>> {
    const { heard, tools, now, mentioned } = turn;
    const { text } = heard;
    const open = await this.visits.visitsOf(tools, true);
    const { resolution } = await this.visits.findVisits({ text, now, moves: false, mentioned }, open);
    const meant = meantBy(resolution).slice(0, shownAtMost);
    if (meant.length === 0) return { text: noVisitReply('no_visits', [], turn) };
    const asked = termsAskedIn(text) ?? { cancelling: true, moving: true };
    const texts = meant.flatMap((visit) => [
      ...(asked.cancelling ? [cancellingTerms(visit, turn)] : []),
      ...(asked.moving ? [movingTerms(visit, turn)] : []),
    ]);
    const last = meant.length === 1 ? meant[0]!.id : mentioned.last;
    const shown = meant.length > 1 ? meant.map(({ id }) => id) : mentioned.shown;
    return {
      text: [...texts, words.write('nothingDone', turn)].join(' '),
      mentioned: { shown, last },
    };
  }
}

/** Where none fits, those that there are: what it costs is asked of one of them. */
function meantBy(resolution: Awaited<ReturnType<VisitFinder['findVisits']>>['resolution']): VisitRead[] {
  if (resolution.kind === 'one') return [resolution.visit];
  return resolution.kind === 'none' ? resolution.others : resolution.visits;
}
