// The coordinator: begins a turn by understanding the message and deciding who answers what, and goes on when an agent is done: with what
// else was asked for in the same breath, or back to the question that was interrupted.
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import {
  LanguageUnderstander,
  type AskedIntent,
  type TurnUnderstanding,
} from '../language/language-understander.js';
import { clearService } from '../language/service.recogniser.js';
import { visitNoteIn } from '../reading/visit-notes.js';
import { VisitFinder, type FoundVisits } from '../visits/visit-finder.js';
import { AgentTools } from '../agent-tools.js';
import { replyLanguageOf } from '../language/reply-language.js';
import { AgentRegistry } from './agent-registry.js';
import { joinedReplies } from './composer.js';
import { apologyIn, dialogueResponses } from './dialogue-responses.js';
import { interpret } from './interpreter.js';
import type { TurnContext } from './turn-context.js';
import type { AgentReply, DialogueState, DialogueUpdate } from './turn-state.js';

/** Asked for in the words of an instruction: "call me back", "tell him not to come". */
const besideNotes = new Set(['request_callback', 'talk_to_human', 'report_complaint', 'cancel_booking', 'reschedule_booking']); // prettier-ignore

@Injectable()
export class Coordinator {
  constructor(
    private readonly understander: LanguageUnderstander,
    private readonly registry: AgentRegistry,
    private readonly visits: VisitFinder,
    private readonly toolbox: AgentTools,
    private readonly settings: Settings,
  ) {}

  /** Node of the graph: begins the turn. */
  async begin(before: DialogueState, turn: TurnContext): Promise<DialogueUpdate> {
    const heard = await this.understander.understand(before.text, turn.now);
    const { directory } = this.registry;
    const stack = before.stack.filter((name) => directory.has(name));
    const front = stack.at(-1) ?? null;
    const isAnswer = front !== null && this.isAnswer(front, heard, before);
    const plan = interpret(heard, {
      agents: directory,
      front,
      isAnswer,
      focus: before.focus,
      meansVisit: await this.visitsMeant(front, heard, before, turn),
      isVisitNote: !front && (await this.isVisitNote(heard, turn)),
      isAboutVisit: before.mentioned.last !== null,
    });
    return {
      understanding: heard,
      message: heard,
      commands: plan.now,
      agenda: [...before.agenda.filter(({ agent }) => directory.has(agent)), ...plan.later],
      stack,
      // An address is typed in whatever it is written in ("near the temple").
      language: (isAnswer ? null : replyLanguageOf(before.text)) ?? before.language,
      lastReply: lastReplyOf(before),
      step: 0,
      replies: null,
    };
  }

  /** Node of the graph: ends the turn, or goes on with the next step of it. */
  async goOn(state: DialogueState, turn: TurnContext): Promise<DialogueUpdate> {
    const misses = state.replies.some(({ isMissed }) => !isMissed) ? 0 : state.misses + 1;
    const help = this.helpAfter(misses, state);
    const done = { commands: [], misses, ...(help && { replies: [help] }) };
    const { directory } = this.registry;
    const closed = state.commands
      .map(({ agent }) => directory.named(agent))
      .filter(({ kind, name }) => kind === 'frame' && !state.stack.includes(name));
    if (closed.length === 0) return done;
    const [next, ...agenda] = state.agenda;
    if (next) {
      const understanding = await this.understander.understand(next.text, turn.now);
      const lead = { agent: next.agent, text: this.takeUp(next.text, state), tools: [], outcomes: [], step: state.step }; // prettier-ignore
      const commands = [{ agent: next.agent, own: understanding.asks, unheard: [] }];
      return { understanding, commands, agenda, replies: [lead], step: state.step + 1, misses };
    }
    const front = state.stack.at(-1);
    const question = front && this.openQuestion(front, state);
    return question
      ? {
          ...done,
          replies: [{ agent: front, text: question, tools: [], outcomes: [], step: state.step + 1 }],
        }
      : done;
  }

  /** Looks the visits up only where a message could be about one of them or about what is being arranged. */
  private async visitsMeant(
    front: string | null,
    heard: TurnUnderstanding,
    { mentioned, focus }: DialogueState,
    { actor, now }: TurnContext,
  ): Promise<(ask: AskedIntent) => boolean> {
    const { directory } = this.registry;
    const takers = front ? [directory.named(front)] : heard.asks.length > 1 ? directory.declarations : [];
    const absorbs = new Set(takers.flatMap((agent) => agent.absorbs ?? []));
    const doubtful = heard.asks.filter(({ intents }) => absorbs.has(intents[0]?.name ?? ''));
    if (doubtful.length === 0) return () => false;
    const visits = await this.visits.visitsOf(this.toolbox.inHandsOf('coordinator', actor), true);
    const meant = new Set<AskedIntent>();
    for (const ask of doubtful) {
      const moves = ask.intents[0]!.name === 'reschedule_booking';
      const found = await this.visits.findVisits({ text: ask.text, now, moves, mentioned }, visits);
      if (front ? saysVisit(found, focus?.serviceId ?? null) : found.resolution.kind !== 'none')
        meant.add(ask);
    }
    return (ask) => meant.has(ask);
  }

  /** "Tell him to use the back gate" is one whatever it sounds like; a wish ("a lady please") may ask for a service as well. */
  private async isVisitNote(
    { text, entities, asks }: TurnUnderstanding,
    { actor }: TurnContext,
  ): Promise<boolean> {
    const note = visitNoteIn(text, entities);
    const asksElse = asks.some(({ intents }) => besideNotes.has(intents[0]?.name ?? ''));
    const namesService = asks.some(({ guess }) => guess.service && guess.confidence >= clearService);
    if (!note?.isClear || asksElse || (note.isWish && namesService)) return false;
    const open = await this.visits.visitsOf(this.toolbox.inHandsOf('coordinator', actor), true);
    return open.length > 0;
  }

  private isAnswer(front: string, heard: TurnUnderstanding, { memory }: DialogueState): boolean {
    const agent = this.registry.agent(front);
    return agent.takesAnswer?.(heard, agent.restoreMemory(memory[front])) ?? false;
  }

  /** Whoever is not understood again and again is told what to say, and then offered a person. */
  private helpAfter(misses: number, { language }: DialogueState): AgentReply | null {
    const key = misses === 2 ? 'sayItShorter' : misses >= 3 ? 'offerPerson' : null;
    if (!key) return null;
    const text = dialogueResponses.write(key, { language, timeZone: this.settings.BUSINESS_TIME_ZONE });
    const agent = this.registry.directory.fallback.name;
    return { agent, text, tools: [], outcomes: [], step: -1 }; // before the question
  }

  private takeUp(asked: string, { language }: DialogueState): string {
    const reader = { language, timeZone: this.settings.BUSINESS_TIME_ZONE };
    return dialogueResponses.write('takeUpNext', reader, { asked });
  }

  private openQuestion(front: string, { memory, language }: DialogueState): string {
    const agent = this.registry.agent(front);
    const reader = { language, timeZone: this.settings.BUSINESS_TIME_ZONE };
    return agent.openQuestion?.(agent.restoreMemory(memory[front]), reader) ?? '';
  }
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

/** A turn that failed left nothing but the apology; one that repeated the answer before it has said nothing of its own. */
function lastReplyOf(before: DialogueState): string | null {
  if (!before.message) return null;
  const repeated = before.message.asks.some(({ intents }) => intents[0]?.name === 'repeat');
  if (before.lastReply !== null && repeated) return before.lastReply;
  return joinedReplies(before.replies) || apologyIn(before.language);
}
