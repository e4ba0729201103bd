// The rescheduling agent: finds the visit that is meant and a free time for it, shows what moving costs, and moves it after a plain yes.
import { Injectable } from '@nestjs/common';
import type { Entity } from '#libs/nlu';
import { localDate } from '#libs/time';
import { ProposalsService } from '../../conversations/proposals.service.js';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { plainlyAnswered } from '../dialogue/plain-answer.js';
import { ProposalExecutor } from '../dialogue/proposal-executor.js';
import type { TurnUnderstanding } from '../language/language-understander.js';
import { besideYes } from '../reading/agreement.js';
import { isChoice } from '../visits/visit-choice.js';
import { tellsOnlyAbsence } from '../reading/absence.js';
import { noWish, type TimePreference } from '../reading/time-preference.js';
import { trackTime } from '../reading/time-tracker.js';
import { clockOf } from '../visits/slot-choice.js';
import { VisitFinder, type FoundVisits } from '../visits/visit-finder.js';
import { labelOf, noVisitReply, visitNamed, visitsNumbered } from '../visits/visit-label.js';
import { wishFor } from '../visits/visit-mention.js';
import type { VisitRead } from '../visits/visit-read.js';
import { MoveProposer, type MoveStep } from './move-proposer.js';
import { newReschedulingForm, reschedulingMemory, type ReschedulingForm } from './rescheduling-form.js';
import { reschedulingResponses as words } from './rescheduling-responses.js';

type Memory = ReschedulingForm | null;
type Turn = AgentTurn<Memory>;
type Answer = AgentAnswer<Memory>;

@Agent({
  name: 'rescheduling',
  description: 'Moves a visit to another free time, after showing what that costs.',
  order: 80,
  intents: ['reschedule_booking'],
  kind: 'frame',
  subject: 'visit',
  absorbs: ['ask_availability'],
})
@Injectable()
export class ReschedulingAgent implements DialogueAgent<Memory> {
  constructor(
    private readonly visits: VisitFinder,
    private readonly proposer: MoveProposer,
    private readonly proposals: ProposalsService,
    private readonly executor: ProposalExecutor,
  ) {}

  restoreMemory(kept: unknown): Memory {
    return reschedulingMemory.parse(kept ?? null);
  }

  /** "AC" answers "which one?", and asks for no service. */
  takesAnswer(heard: TurnUnderstanding, form: Memory): boolean {
    return form?.asked === 'which' && isChoice(heard);
  }

  openQuestion(form: Memory): string {
    return form?.question ?? '';
  }

  answer(turn: Turn): Promise<Answer> | Answer {
    const { memory: form, heard, isFront } = turn;
    if (!form || !isFront) return this.begin(turn);
    const plain = plainlyAnswered<Promise<Answer> | Answer>(heard.text, {
      yes: form.asked === 'yes' ? () => this.execute(turn, form) : form.offered.length === 1 && (() => this.advance(turn, { ...form, slot: form.offered[0]! })),
      no: () => (form.asked === 'yes' ? this.otherTime(turn, form) : this.keep(turn, form)),
      stop: () => this.keep(turn, form),
      wait: () => this.again(turn, form, 'takeYourTime'),
    }); // prettier-ignore
    if (plain) return plain;
    if (form.asked === 'which') return this.choose(turn, form);
    return form.asked === 'deed' && turn.own.length > 0 ? this.begin(turn) : this.changeTime(turn, form);
  }

  private async begin(turn: Turn): Promise<Answer> {
    const open = await this.visits.visitsOf(turn.tools, true);
    const { now, mentioned, heard } = turn;
    if (tellsOnlyAbsence(heard.text) && !saysNewTime(heard)) return this.askDeed(turn, open);
    const found = await this.visits.findVisits({ text: heard.text, now, moves: true, mentioned }, open);
    return this.resolved(turn, found, newReschedulingForm({ request: heard.text }));
  }

  /** "I won't be home on Friday": the days are those of the visits, and what shall become of them is not said. */
  private async askDeed(turn: Turn, open: readonly VisitRead[]): Promise<Answer> {
    const { mentioned, heard, timeZone } = turn;
    const days = daysIn(heard);
    const isThen = ({ startsAt }: VisitRead): boolean => {
      const day = localDate(new Date(startsAt), timeZone);
      return days.some(({ value, until }) => day >= value && day <= (until ?? value));
    };
    const labels = (days.length > 0 ? open.filter(isThen) : open).map(labelOf);
    if (labels.length === 0) {
      const why = open.length === 0 ? 'no_visits' : 'not_then';
      return { text: noVisitReply(why, open.map(labelOf), turn), memory: null, isOpen: false };
    }
    const [visit, ...more] = labels;
    const visits = more.length > 0 ? visitsNumbered(labels, turn) : visitNamed(visit!, turn);
    const question = words.write('askDeed', turn, { visits });
    const form =
      more.length > 0
        ? newReschedulingForm({ asked: 'which', among: labels, question })
        : newReschedulingForm({ asked: 'deed', visit: visit!, question });
    const shown = more.length > 0 ? labels.map(({ id }) => id) : mentioned.shown;
    return {
      text: question,
      ...{ memory: form, isOpen: true },
      mentioned: { shown, last: more.length > 0 ? mentioned.last : visit!.id },
    };
  }

  private async choose(turn: Turn, form: ReschedulingForm): Promise<Answer> {
    const open = await this.visits.visitsOf(turn.tools, true);
    const among = form.among.map(({ id }) => id);
    const search = {
      text: turn.heard.text,
      now: turn.now,
      moves: true,
      mentioned: { shown: among, last: null },
    };
    const found = await this.visits.findVisits({ ...search, among }, open);
    if (found.resolution.kind === 'one') return this.resolved(turn, found, form);
    return turn.others.length > 0 ? this.again(turn, form) : this.missed(turn, form, 'notUnderstood');
  }

  private async resolved(
    turn: Turn,
    { mention, resolution }: FoundVisits,
    form: ReschedulingForm,
  ): Promise<Answer> {
    const zone = turn.timeZone;
    if (resolution.kind === 'one' || (resolution.kind === 'several' && resolution.meant === 'all')) {
      const [visit, ...further] = resolution.kind === 'one' ? [resolution.visit] : resolution.visits;
      // What was said of the new time before it was known which visit counts from that visit now.
      const wish = wishFor(mention, visit!, zone) ?? (await this.wishAsked(turn, form.request, visit!));
      const next = { ...form, wish, visit: labelOf(visit!), further: further.map(labelOf) };
      return this.advance(turn, next, visit);
    }
    const others = resolution.kind === 'none' ? resolution.others : resolution.visits;
    const labels = others.map(labelOf);
    const reason = resolution.kind === 'none' ? noVisitReply(resolution.why, [], turn) : '';
    if (labels.length === 0) return { text: reason, memory: null, isOpen: false };
    const question = words.write('askWhich', turn, { visits: visitsNumbered(labels, turn) });
    const next: ReschedulingForm = { ...form, asked: 'which', among: labels, question };
    const mentioned = { shown: labels.map(({ id }) => id), last: turn.mentioned.last };
    return { text: `${reason} ${question}`.trim(), memory: next, isOpen: true, mentioned };
  }

  /** The new time of `request`, as it is of this visit: "same timings", "an hour later". */
  private async wishAsked(
    { now, mentioned, timeZone }: Turn,
    request: string,
    visit: VisitRead,
  ): Promise<TimePreference> {
    const search = { text: request, now, moves: true, mentioned, among: [visit.id] };
    const { mention } = await this.visits.findVisits(search, [visit]);
    return wishFor(mention, visit, timeZone) ?? noWish;
  }

  /** Of several that are to be moved the next one, if any is left; `done` is what came of the one before. */
  private async goOn(turn: Turn, { further, request }: ReschedulingForm, done: Answer): Promise<Answer> {
    if (further.length === 0) return done;
    const open = await this.visits.visitsOf(turn.tools, true);
    const [next, ...later] = further.filter(({ id }) => open.some((visit) => visit.id === id));
    const visit = next && open.find(({ id }) => id === next.id);
    if (!visit) return done;
    const wish = await this.wishAsked(turn, request, visit);
    const form = newReschedulingForm({ request, wish, visit: labelOf(visit), further: later });
    return { ...(await this.advance(turn, form, visit, done.text)), outcomes: done.outcomes ?? [] };
  }

  /** Another day or time than was proposed, or the answer to the question for one. */
  private async changeTime(turn: Turn, form: ReschedulingForm): Promise<Answer> {
    const { heard, now } = turn;
    const timeZone = turn.timeZone;
    const { startsAt } = form.visit!;
    const visitSlot = { startsAt, endsAt: startsAt, providerId: '', providerName: '' };
    const tracked = trackTime(
      {
        ...{ wish: form.wish, offered: form.offered, isAsked: form.asked === 'when' },
        // "An hour later" counts from what is proposed, or else from the visit.
        slot: form.slot ?? visitSlot,
        earlierTime: clockOf(visitSlot, timeZone),
        earlierDate: localDate(new Date(startsAt), timeZone),
      },
      { ...heard, said: heard.text, today: localDate(now, timeZone) },
      timeZone,
    );
    if (tracked) {
      // A new hour alone is one of the day of the visit.
      const { wish } = tracked;
      const saysHour = wish.time !== null || wish.from !== null || wish.to !== null;
      const date = wish.date ?? (saysHour ? localDate(new Date(startsAt), timeZone) : null);
      return this.advance(turn, { ...form, ...tracked, wish: { ...wish, date } });
    }
    if (turn.others.length > 0) return this.again(turn, form);
    const isHalfYes = form.asked === 'yes' && besideYes(heard.text) !== null;
    return this.missed(turn, form, isHalfYes ? 'plainYes' : 'notUnderstood');
  }

  private async advance(turn: Turn, form: ReschedulingForm, known?: VisitRead, lead = ''): Promise<Answer> {
    const open = known ? [known] : await this.visits.visitsOf(turn.tools, true);
    const visit = open.find(({ id }) => id === form.visit!.id);
    if (!visit) return { text: noVisitReply('no_such_reference', [], turn), memory: null, isOpen: false };
    const step = await this.proposer.advanceMove(form, visit, turn);
    const answer = this.stepped(turn, step, lead);
    return step.form ? answer : this.goOn(turn, form, answer);
  }

  private async execute(turn: Turn, form: ReschedulingForm): Promise<Answer> {
    const { conversationId, tools } = turn;
    const result = await this.executor.execute(conversationId, form.proposalId, 'bookings.reschedule', tools);
    switch (result.kind) {
      case 'undecided':
        return { text: words.write('undecided', turn), isOpen: true };
      case 'gone':
        return this.advance(turn, form);
      case 'refused': {
        const { code, detail } = result.refusal;
        if (code === 'PRICE_CHANGED' || code === 'CANCELLATION_FEE_CHANGED')
          return this.advance(turn, form, undefined, words.write('changed', turn));
        if (code.startsWith('SLOT_') || code.startsWith('START_'))
          return this.advance(turn, { ...form, slot: null }, undefined, words.write('taken', turn));
        return this.goOn(turn, form, { text: words.write('refused', turn, { detail }), memory: null, isOpen: false }); // prettier-ignore
      }
      case 'done': {
        const { output: booking } = result;
        const visit = visitNamed(labelOf(booking), turn);
        return this.goOn(turn, form, {
          text: words.write('moved', turn, { visit, provider: booking.provider.name }),
          ...{ memory: null, isOpen: false, mentioned: { ...turn.mentioned, last: booking.id } },
          outcomes: [{ type: 'reschedule', id: booking.id, reference: booking.reference }],
        });
      }
    }
  }

  private async otherTime(turn: Turn, form: ReschedulingForm): Promise<Answer> {
    await this.proposals.withdraw(turn.conversationId);
    const question = words.write('otherTime', turn);
    const next: ReschedulingForm = { ...form, asked: 'when', slot: null, proposalId: null, question };
    return { text: question, memory: next, isOpen: true };
  }

  private async keep(turn: Turn, { visit }: ReschedulingForm): Promise<Answer> {
    await this.proposals.withdraw(turn.conversationId);
    const text = visit
      ? words.write('kept', turn, { visit: visitNamed(visit, turn) })
      : words.write('keptAll', turn);
    return { text, memory: null, isOpen: false };
  }

  private stepped({ mentioned }: Turn, { form, text }: MoveStep, lead: string): Answer {
    const last = form?.visit?.id ?? mentioned.last;
    return {
      text: `${lead} ${text}`.trim(),
      ...{ memory: form, isOpen: form !== null, mentioned: { ...mentioned, last } },
    };
  }

  private missed(turn: Turn, form: ReschedulingForm, lead: 'plainYes' | 'notUnderstood'): Answer {
    return { ...this.again(turn, form, lead), isMissed: lead === 'notUnderstood' };
  }

  private again(
    turn: Turn,
    form: ReschedulingForm,
    lead?: 'takeYourTime' | 'plainYes' | 'notUnderstood',
  ): Answer {
    const text = lead ? `${words.write(lead, turn)} ${form.question}` : form.question;
    return { text, isOpen: true };
  }
}

type DateSaid = Extract<Entity, { type: 'date' }>;

/** Those on which somebody is not there are heard as ruled out, or as days. */
function daysIn({ entities, excluded }: TurnUnderstanding): DateSaid[] {
  return [...entities, ...excluded].filter((entity): entity is DateSaid => entity.type === 'date');
}

/** "I am not at home tomorrow, call him on Monday at 10": two days, or an hour, say when it shall be. */
function saysNewTime(heard: TurnUnderstanding): boolean {
  return (
    daysIn(heard).length > 1 || heard.entities.some(({ type }) => type === 'time' || type === 'time_range')
  );
}
