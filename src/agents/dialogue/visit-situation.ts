// What a message may have to do with the visits that the customer has. They are looked up only where its words could be about one.
import { Injectable } from '@nestjs/common';
import { AgentTools } from '../agent-tools.js';
import type { AskedIntent, TurnUnderstanding } from '../language/language-understander.js';
import { clearService } from '../language/service.recogniser.js';
import { isForWhoeverComes, visitNoteIn } from '../reading/visit-notes.js';
import { VisitFinder, type FoundVisits } from '../visits/visit-finder.js';
import type { VisitRead } from '../visits/visit-read.js';
import { AgentRegistry } from './agent-registry.js';
import { isAskedOfVisit, type Situation } from './interpreter.js';
import type { TurnContext } from './turn-context.js';
import type { DialogueState } from './turn-state.js';

type OpenVisits = () => Promise<VisitRead[]>;

export type VisitSituation = Pick<Situation, 'meansVisit' | 'isVisitNote' | 'isAboutVisit'>;

/** Asked for in the words of an instruction: "call me back", "tell him not to come". */
const besideNotes = new Set(['request_callback', 'talk_to_human', 'report_complaint', 'complaint_status', 'cancel_booking', 'reschedule_booking']); // prettier-ignore

@Injectable()
export class VisitSituationReader {
  constructor(
    private readonly registry: AgentRegistry,
    private readonly visits: VisitFinder,
    private readonly toolbox: AgentTools,
  ) {}

  async situationOf(
    front: string | null,
    heard: TurnUnderstanding,
    before: DialogueState,
    turn: TurnContext,
  ): Promise<VisitSituation> {
    const open: OpenVisits = () => this.openVisits(turn);
    return {
      meansVisit: await this.visitsMeant(front, heard, before, turn, open),
      isVisitNote: !front && (await isVisitNote(heard, open)),
      isAboutVisit: !front && !before.focus && (await isAboutVisit(heard, before, open)),
    };
  }

  /** Looks the visits up only where a message could be about one of them or about what is being arranged. */
  private async visitsMeant(
    front: string | null,
    heard: TurnUnderstanding,
    { mentioned, focus }: DialogueState,
    { now }: TurnContext,
    open: OpenVisits,
  ): Promise<(ask: AskedIntent) => boolean> {
    const { directory } = this.registry;
    const takers = front ? [directory.named(front)] : directory.declarations;
    const absorbs = new Set(takers.flatMap((agent) => agent.absorbs ?? []));
    const doubtful = heard.asks.filter(({ intents }) => absorbs.has(intents[0]?.name ?? ''));
    if (doubtful.length === 0) return () => false;
    const visits = await open();
    const meant = new Set<AskedIntent>();
    for (const ask of doubtful) {
      const moves = ask.intents[0]!.name === 'reschedule_booking';
      const found = await this.visits.findVisits({ text: ask.text, now, moves, mentioned }, visits);
      if (front ? saysVisit(found, focus?.serviceId ?? null) : found.resolution.kind !== 'none')
        meant.add(ask);
    }
    return (ask) => meant.has(ask);
  }

  private openVisits({ actor, reads }: TurnContext): Promise<VisitRead[]> {
    return this.visits.visitsOf(this.toolbox.inHandsOf('coordinator', actor, reads), true);
  }
}

/** Whether a change, or that something be dropped, is meant of a visit: one was talked about, or there is one. */
async function isAboutVisit(
  { asks }: TurnUnderstanding,
  { mentioned }: DialogueState,
  open: OpenVisits,
): Promise<boolean> {
  if (!asks.some(({ intents }) => isAskedOfVisit(intents[0]?.name))) return false;
  if (mentioned.last !== null) return true;
  return (await open()).length > 0;
}

/** Of another time, or of coming at all. */
const saysMove =
  /\b(?:come|coming|arrive|reach|later|earlier|delay\w*|postpone\w*|prepone\w*|shift|move|reschedul\w*|defer\w*|tomorrow|another|aa(?:na|ye|o|iye|yein)|baad|pehle|kal|parso[n]?)\b|आना|आए|बाद|पहले|कल|परसों/iu;

/** "Tell him to use the back gate" is one whatever it sounds like; a wish ("a lady please") may ask for a service as well. */
async function isVisitNote({ text, entities, asks }: TurnUnderstanding, open: OpenVisits): Promise<boolean> {
  const note = visitNoteIn(text, entities);
  // "Tell him to bring a ladder" sounds like a change to the statistics; it moves nothing unless it says so.
  const movesNothing = isForWhoeverComes(text) && !saysMove.test(text);
  const asksElse = asks.some(({ intents: [intent] }) => {
    const name = intent?.name ?? '';
    return besideNotes.has(name) && !(movesNothing && name === 'reschedule_booking');
  });
  const namesService = asks.some(({ guess }) => guess.service && guess.confidence >= clearService);
  if (!note?.isClear || asksElse || (note.isWish && namesService)) return false;
  return (await open()).length > 0;
}

/** Whether words single out a visit that exists, and not what is being arranged. */
function saysVisit({ mention, resolution, isNamed }: FoundVisits, arranged: string | null): boolean {
  const { references, days, hours, order } = mention.constraints;
  if (references.length > 0) return true;
  if (resolution.kind === 'none') return false;
  const visits = resolution.kind === 'one' ? [resolution.visit] : resolution.visits;
  const saysWhen = days.length + hours.length > 0 || order !== null;
  return saysWhen || (isNamed && visits.every(({ service }) => service.id !== arranged));
}
