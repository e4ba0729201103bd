// The coordinator: begins a turn by understanding the message and deciding who answers what, and goes on when an agent is done: with what
// else was asked for in the same breath, or back to the question that was interrupted.
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { LanguageUnderstander, type TurnUnderstanding } from '../language/language-understander.js';
import { ProposalsService } from '../../conversations/proposals.service.js';
import { ComplaintStory } from '../complaint/complaint-story.js';
import { DangerReader } from '../safety/danger-reader.js';
import { isMendedByVisit } from '../safety/safety-advice.js';
import { VisitSituationReader } from './visit-situation.js';
import { replyLanguageOf } from '../language/reply-language.js';
import { AgentRegistry } from './agent-registry.js';
import { joinedReplies } from './composer.js';
import { apologyIn, dialogueResponses } from './dialogue-responses.js';
import type { ResponseReader } from '../language/responses.js';
import { readAgreement } from '../reading/agreement.js';
import { interpret, type AgendaItem, type Command, type Situation } from './interpreter.js';
import type { TurnContext } from './turn-context.js';
import type { AgentReply, DialogueState, DialogueUpdate } from './turn-state.js';

@Injectable()
export class Coordinator {
  constructor(
    private readonly dangers: DangerReader,
    private readonly proposals: ProposalsService,
    private readonly understander: LanguageUnderstander,
    private readonly registry: AgentRegistry,
    private readonly visits: VisitSituationReader,
    private readonly story: ComplaintStory,
    private readonly settings: Settings,
  ) {}

  /** Node of the graph: begins the turn. Danger is listened for before anything else. */
  async begin(before: DialogueState, turn: TurnContext): Promise<DialogueUpdate> {
    const danger = (await this.dangers.readDanger(before.text))?.kind ?? null;
    const message = await this.understander.understand(before.text, turn.now, turn);
    const { directory } = this.registry;
    const waiting = before.agenda.filter(({ agent }) => directory.has(agent));
    const isOn = (name: string): boolean => turn.configurations(name).isEnabled;
    const known = before.stack.filter((name) => directory.has(name));
    const [stack, closed] = [known.filter(isOn), known.filter((name) => !isOn(name))];
    // Nothing that a switched-off agent has proposed is to be agreed to.
    if (closed.length > 0) await this.proposals.withdraw(turn.conversationId);
    const isLeft = !danger && this.isLeft(stack.at(-1), message, before);
    if (isLeft) {
      stack.pop();
      await this.proposals.withdraw(turn.conversationId);
    }
    const front = stack.at(-1) ?? null;
    // "All is off now, send somebody": what was asked for beside the danger is heard together with what goes on with it.
    const goesOn = isLeft && !front && this.asksFor(waiting[0]?.agent, message);
    const joined = goesOn ? `${waiting.shift()!.text}, ${before.text}` : null;
    const heard = joined ? await this.understander.understand(joined, turn.now, turn) : message;
    const isAnswer = front !== null && this.isAnswer(front, heard, before);
    const closing = closed.map((agent): Command => ({ agent, own: [], unheard: [], isClosed: true }));
    // What was said to a question that is no more is said to nobody.
    const isToClosed = !danger && !isOn(known.at(-1) ?? directory.fallback.name) && this.answers(known.at(-1)!, message, before); // prettier-ignore
    const plan = interpret(heard, {
      agents: directory,
      front,
      isAnswer,
      focus: before.focus,
      followedUp: this.followedUp(before),
      ofComplaint: await this.complaintAsks(heard, front, turn),
      ...(await this.visits.situationOf(front, heard, before, turn)),
      danger: danger && { isMendedByVisit: isMendedByVisit(danger) },
    });
    return {
      understanding: heard,
      message,
      danger,
      commands: isToClosed
        ? closing
        : [...closing, ...plan.now.filter(({ agent }) => !closed.includes(agent))],
      agenda: [...waiting, ...plan.later.filter((item) => !waiting.some((each) => sameItem(each, item)))],
      stack,
      ...(closed.length > 0 && { focus: null }),
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
      const understanding = await this.understander.understand(next.text, turn.now, turn);
      const lead = { agent: next.agent, text: this.takeUp(next.text, state), tools: [], outcomes: [], step: state.step }; // prettier-ignore
      const commands = [{ agent: next.agent, own: understanding.asks, unheard: [] }];
      return { understanding, commands, agenda, replies: [lead], step: state.step + 1, misses };
    }
    const front = state.stack.at(-1);
    const question = front && this.openQuestion(front, state);
    if (!question) return done;
    const isResumed = closed.some(({ isForDanger }) => isForDanger);
    const lead = isResumed ? `${dialogueResponses.write('resumed', this.reader(state))} ` : '';
    const reply = { agent: front, text: `${lead}${question}`, tools: [], outcomes: [], step: state.step + 1 };
    return { ...done, replies: [reply] };
  }

  private async complaintAsks(
    heard: TurnUnderstanding,
    front: string | null,
    turn: TurnContext,
  ): Promise<Situation['ofComplaint']> {
    const isOpen = front === this.registry.directory.forIntent('report_complaint').name;
    const { told, ofCase, vented } = await this.story.asksOf(heard, isOpen, turn);
    return (ask) => {
      if (vented.has(ask)) return 'nothing';
      return told.has(ask) ? 'report_complaint' : ofCase.has(ask) ? 'complaint_status' : null;
    };
  }

  private followedUp({ replies }: DialogueState): string | null {
    const names = [...new Set(replies.map(({ agent }) => agent))];
    const [only] = names;
    const { directory } = this.registry;
    const takes = names.length === 1 && directory.has(only!) && directory.named(only!).takesFollowUps;
    return takes ? only! : null;
  }

  private isAnswer(front: string, heard: TurnUnderstanding, { memory }: DialogueState): boolean {
    const agent = this.registry.agent(front);
    return agent.takesAnswer?.(heard, agent.restoreMemory(memory[front])) ?? false;
  }

  private answers(front: string, heard: TurnUnderstanding, before: DialogueState): boolean {
    return readAgreement(heard.text) !== 'other' || this.isAnswer(front, heard, before);
  }

  /** Whoever is not understood again and again is told what to say, and then offered a person. */
  private helpAfter(misses: number, state: DialogueState): AgentReply | null {
    const key = misses === 2 ? 'sayItShorter' : misses >= 3 ? 'offerPerson' : null;
    if (!key) return null;
    const text = dialogueResponses.write(key, this.reader(state));
    const agent = this.registry.directory.fallback.name;
    return { agent, text, tools: [], outcomes: [], step: -1 }; // before the question
  }

  /** What is offered after danger is offered for one turn. */
  private isLeft(front: string | undefined, heard: TurnUnderstanding, before: DialogueState): boolean {
    return (
      front !== undefined &&
      front === this.registry.directory.forDanger?.name &&
      !this.isAnswer(front, heard, before)
    );
  }

  private asksFor(agent: string | undefined, { asks }: TurnUnderstanding): boolean {
    const { directory } = this.registry;
    return asks.some(({ intents: [first] }) => first && directory.forIntent(first.name).name === agent);
  }

  private takeUp(asked: string, state: DialogueState): string {
    return dialogueResponses.write('takeUpNext', this.reader(state), { asked });
  }

  private reader({ language }: DialogueState): ResponseReader {
    return { language, timeZone: this.settings.BUSINESS_TIME_ZONE };
  }

  private openQuestion(front: string, state: DialogueState): string {
    const agent = this.registry.agent(front);
    return agent.openQuestion?.(agent.restoreMemory(state.memory[front]), this.reader(state)) ?? '';
  }
}

function sameItem(one: AgendaItem, other: AgendaItem): boolean {
  return one.agent === other.agent && one.text === other.text;
}

/** A turn that failed left nothing but the apology; one that repeated the answer before it has said nothing of its own. */
function lastReplyOf(before: DialogueState): string | null {
  if (!before.message) return null;
  const repeated = before.message.asks.some(({ intents }) => intents[0]?.name === 'repeat');
  if (before.lastReply !== null && repeated) return before.lastReply;
  return joinedReplies(before.replies) || apologyIn(before.language);
}
