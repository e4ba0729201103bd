// The status agent: what is booked, and how it stands. Reads only.
import { Injectable } from '@nestjs/common';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { VisitFinder } from '../visits/visit-finder.js';
import type { VisitRead } from '../visits/visit-read.js';
import { statusResponses, visitReply, visitsReply } from './status-responses.js';

/** Of those that are over. */
const pastShown = 5;

@Agent({
  name: 'status',
  description: 'What the customer has booked, and how each visit stands.',
  order: 30,
  intents: ['booking_status'],
  kind: 'aside',
})
@Injectable()
export class StatusAgent implements DialogueAgent<null> {
  constructor(private readonly visits: VisitFinder) {}

  restoreMemory(): null {
    return null;
  }

  /** The one that is meant, or those that may be. Another customer's is none. */
  async answer(turn: AgentTurn<null>): Promise<AgentAnswer<null>> {
    const { heard, own, tools, now, mentioned } = turn;
    const all = await this.visits.visitsOf(tools, false);
    const text = own.length > 0 ? own.map((ask) => ask.text).join(', ') : heard.text;
    const { mention, resolution } = await this.visits.findVisits({ text, now, moves: false, mentioned }, all);
    if (resolution.kind === 'one')
      return {
        text: visitReply(resolution.visit, turn),
        mentioned: { ...mentioned, last: resolution.visit.id },
      };
    const [reference] = mention.constraints.references;
    if (reference) return { text: statusResponses.write('noSuchBooking', turn, { reference }) };
    const isNarrowed = resolution.kind === 'several' && resolution.visits.length < all.length;
    const shown = isNarrowed ? resolution.visits : listable(all);
    const strange = resolution.kind === 'none' && resolution.why !== 'no_visits';
    const lead = strange ? `${statusResponses.write('notFound', turn)} ` : '';
    return {
      text: `${lead}${visitsReply(shown, turn)}`,
      mentioned: { shown: shown.map(({ id }) => id), last: mentioned.last },
    };
  }
}

/** Those to come or under way, or else the last ones. */
function listable(visits: readonly VisitRead[]): VisitRead[] {
  const open = visits.filter(({ cancellation, status }) => cancellation !== null || status === 'in_progress');
  return open.length > 0 ? open : visits.slice(0, pastShown);
}
