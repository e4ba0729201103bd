// The callback agent: when a colleague shall call, on the number of the account and no other, arranged after a plain yes.
import { Injectable } from '@nestjs/common';
import { formatClockTime } from '#libs/format';
import { localDate } from '#libs/time';
import { ProposalsService } from '../../conversations/proposals.service.js';
import type { CallbackRead } from '../agent-tools.js';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { plainlyAnswered } from '../dialogue/plain-answer.js';
import { ProposalExecutor } from '../dialogue/proposal-executor.js';
import type { TurnUnderstanding } from '../language/language-understander.js';
import type { ResponseReader } from '../language/responses.js';
import { besideYes } from '../reading/agreement.js';
import type { TimePreference } from '../reading/time-preference.js';
import { saysOnlyAnyTime } from '../reading/time-preference-reader.js';
import { trackTime } from '../reading/time-tracker.js';
import { callbackMemory, newCallbackForm, type CallbackForm } from './callback-form.js';
import { callbackResponses as words, windowNamed } from './callback-responses.js';
import { refusesCall } from './call-refusal.js';
import { callDaysAhead, callingHours, callTimeOf, type CallTime, type CallWindow } from './call-window.js';

type Memory = CallbackForm | null;
type Turn = AgentTurn<Memory>;
type Answer = AgentAnswer<Memory>;

/** Characters of the words that whoever calls reads. */
const aboutAtMost = 240;
/** Calls that are waited for, to see whether this one is among them. */
const waitedForAtMost = 20;

@Agent({
  name: 'callback',
  description: 'Arranges that a colleague calls the customer.',
  order: 75,
  intents: ['request_callback'],
  kind: 'frame',
  // "Forget it", "cancel that" and "make it six" are about the call, unless they name a visit.
  absorbs: ['abandon', 'cancel_booking', 'reschedule_booking'],
})
@Injectable()
export class CallbackAgent implements DialogueAgent<Memory> {
  constructor(
    private readonly proposals: ProposalsService,
    private readonly executor: ProposalExecutor,
  ) {}

  restoreMemory(kept: unknown): Memory {
    return callbackMemory.parse(kept ?? null);
  }

  /** "Any time" sounds like a question for free slots, and answers this one. */
  takesAnswer({ text }: TurnUnderstanding, form: Memory): boolean {
    return form?.asked === 'when' && saysOnlyAnyTime(text);
  }

  openQuestion(form: Memory): string {
    return form?.question ?? '';
  }

  answer(turn: Turn): Promise<Answer> | Answer {
    const { memory: form, heard, isFront } = turn;
    if (refusesCall(heard.text)) return this.refrain(turn);
    if (!form || !isFront) return this.begin(turn);
    const drop = () => this.drop(turn);
    const plain = plainlyAnswered<Promise<Answer> | Answer>(heard.text, {
      yes: form.asked === 'yes' && (() => this.execute(turn, form)),
      ...{ no: drop, stop: drop },
      wait: () => this.again(turn, form, 'takeYourTime'),
    });
    return plain ?? this.changeTime(turn, form);
  }

  private begin(turn: Turn): Promise<Answer> {
    const said = turn.heard.text.trim().replace(/\s+/g, ' ');
    // By whole characters: half of one could not be kept.
    const form = newCallbackForm(Array.from(said).slice(0, aboutAtMost).join(''));
    return this.advance(turn, { ...form, wish: this.wishIn(turn, form) ?? form.wish });
  }

  /** Another time than was proposed, or the answer to the question for one. */
  private changeTime(turn: Turn, form: CallbackForm): Promise<Answer> | Answer {
    const { heard, own, others } = turn;
    const wish = this.wishIn(turn, form);
    if (wish || this.otherNumberIn(turn)) return this.advance(turn, { ...form, wish: wish ?? form.wish });
    const gives = heard.asks.map(({ intents }) => intents[0]?.name);
    if (gives.some((name) => ['deny', 'abandon', 'cancel_booking'].includes(name ?? '')))
      return this.drop(turn);
    if (others.length > 0 || own.some(({ intents }) => intents[0]?.name === 'request_callback'))
      return this.again(turn, form);
    const isHalfYes = form.asked === 'yes' && besideYes(heard.text) !== null;
    return { ...this.again(turn, form, isHalfYes ? 'plainYes' : 'notUnderstood'), isMissed: !isHalfYes };
  }

  /** Null where the message says nothing new of when. */
  private wishIn({ heard, now, timeZone }: Turn, { asked, wish }: CallbackForm): TimePreference | null {
    const before = {
      wish,
      slot: null,
      offered: [],
      isAsked: asked === 'when',
      earlierTime: null,
      earlierDate: null,
    };
    const when = { ...heard, said: heard.text, today: localDate(now, timeZone) };
    return trackTime(before, when, timeZone)?.wish ?? null;
  }

  private otherNumberIn({ heard }: Turn): string | null {
    const phone = heard.entities.find(({ type }) => type === 'phone');
    return phone?.type === 'phone' ? phone.value : null;
  }

  /** From what is known of the call to the next question about it. */
  private async advance(turn: Turn, form: CallbackForm): Promise<Answer> {
    const { phone, phoneVerified } = await turn.tools.need('customers.profile', {});
    if (phone === null) return close(words.write('noNumber', turn));
    if (!phoneVerified) return close(words.write('unverified', turn, { phone }));
    const other = this.otherNumberIn(turn);
    const lead = other && !isSameNumber(other, phone) ? `${words.write('onlyOwnNumber', turn)} ` : '';
    const time = callTimeOf(form.wish, turn.now, turn.timeZone);
    if (time.kind === 'window') return this.propose(turn, form, phone, time.window, lead);
    await this.withdrawOwn(turn, form);
    const question = this.askFor(time, turn);
    return waiting({ ...form, asked: 'when', proposalId: null, question }, lead);
  }

  private askFor(time: Exclude<CallTime, { kind: 'window' }>, reader: ResponseReader): string {
    if (time.kind === 'doubt') return words.write('askDoubt', reader, { said: time.doubt.text });
    if (time.why === 'no_wish') return words.write('askWhen', reader);
    const [from, to] = [callingHours.from, callingHours.to].map((clock) => formatClockTime(clock, reader.language)); // prettier-ignore
    return words.write(time.why, reader, { from, to, days: callDaysAhead });
  }

  private async propose(
    turn: Turn,
    form: CallbackForm,
    phone: string,
    window: CallWindow,
    lead: string,
  ): Promise<Answer> {
    const when = windowNamed(window, turn);
    const waited = await this.waitedFor(turn, window);
    if (waited) {
      await this.withdrawOwn(turn, form);
      return close(lead + words.write('already', turn, { phone, when, reference: waited.reference }));
    }
    const question = words.write('propose', turn, { phone, when, about: form.about });
    const { conversationId } = turn;
    const { id: proposalId } = await this.proposals.propose(conversationId, {
      tool: 'callbacks.request',
      arguments: { about: form.about, windowFrom: window.from, windowTo: window.to, conversationId },
      summary: question,
      pricePaise: null,
    });
    return waiting({ ...form, asked: 'yes', phone, proposalId, question }, lead);
  }

  private async waitedFor({ tools }: Turn, { from, to }: CallWindow): Promise<CallbackRead | undefined> {
    const { items } = await tools.need('callbacks.list', { limit: waitedForAtMost });
    return items.find(({ windowFrom, windowTo }) => windowFrom === from && windowTo === to);
  }

  private async execute(turn: Turn, form: CallbackForm): Promise<Answer> {
    const { conversationId, tools } = turn;
    const result = await this.executor.execute(conversationId, form.proposalId, 'callbacks.request', tools);
    switch (result.kind) {
      case 'undecided':
        return { text: words.write('undecided', turn), isOpen: true };
      case 'gone':
        return this.advance(turn, form);
      case 'refused': {
        const { code, detail } = result.refusal;
        // The number was lost, or the window went by, while the question stood: what holds now says what to do.
        if (code.startsWith('CALLBACK_')) return this.advance(turn, form);
        return close(words.write('refused', turn, { detail }));
      }
      case 'done': {
        const { id, reference, windowFrom: from, windowTo: to } = result.output;
        const when = windowNamed({ from, to }, turn);
        return {
          ...close(words.write('arranged', turn, { phone: form.phone, when, reference })),
          outcomes: [{ type: 'callback', id, reference }],
        };
      }
    }
  }

  /** What another agent proposes in this conversation stays open. */
  private async withdrawOwn({ conversationId }: Turn, form: Memory): Promise<void> {
    if (form?.proposalId) await this.proposals.withdraw(conversationId);
  }

  private async drop(turn: Turn): Promise<Answer> {
    await this.withdrawOwn(turn, turn.memory);
    return close(words.write('dropped', turn));
  }

  /** What is arranged already stays so until it is cancelled, and is not passed over. */
  private async refrain(turn: Turn): Promise<Answer> {
    const { items } = await turn.tools.need('callbacks.list', { limit: 1 });
    const dropped = await this.drop(turn);
    const [waited] = items;
    if (!waited) return dropped;
    const { reference, windowFrom: from, windowTo: to } = waited;
    const still = words.write('stillArranged', turn, {
      reference,
      when: windowNamed({ from, to }, turn),
    });
    return { ...dropped, text: `${dropped.text} ${still}` };
  }

  private again(
    turn: Turn,
    { question }: CallbackForm,
    lead?: 'takeYourTime' | 'plainYes' | 'notUnderstood',
  ): Answer {
    return { text: lead ? `${words.write(lead, turn)} ${question}` : question, isOpen: true };
  }
}

function waiting(form: CallbackForm, lead: string): Answer {
  return { text: lead + form.question, memory: form, isOpen: true };
}

function close(text: string): Answer {
  return { text, memory: null, isOpen: false };
}

/** @param masked of which the last four digits are known */
function isSameNumber(said: string, masked: string): boolean {
  return said.slice(-4) === masked.slice(-4);
}
