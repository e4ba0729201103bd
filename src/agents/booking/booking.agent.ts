// The booking agent: fills a booking over as many turns as it takes, and writes only after an explicit yes to a stored proposal.
import { Injectable } from '@nestjs/common';
import { localDate } from '#libs/time';
import { Settings } from '../../config/settings.js';
import { ProposalsService } from '../../conversations/proposals.service.js';
import type { Proposal } from '../../conversations/proposal.entity.js';
import { clearService } from '../language/service.recogniser.js';
import { Understander } from '../language/understanding.js';
import type { Reply, Turn, TurnUpdate } from '../state.js';
import { Toolbox, type BookingRead, type Hands } from '../toolbox.js';
import type { TurnContext } from '../turn.context.js';
import { Arranger, asking, type Step } from './arranger.js';
import { fill } from './fill.js';
import {
  hasWish,
  newTask,
  type BookingDialogue,
  type BookingTask,
  type EndedTask,
  type QueuedRequest,
} from './task.js';
import { carriedOver, mergedWish, nextDays, otherTimes } from './wish.js';
import * as words from './words.js';

interface Outcome {
  dialogue: BookingDialogue;
  text: string;
  booking?: BookingRead;
}

/** A turn in which something can be done: what stands, and the means. */
interface Desk {
  dialogue: BookingDialogue;
  task: BookingTask;
  proposal: Proposal | null;
  hands: Hands;
  turn: TurnContext;
}

@Injectable()
export class BookingAgent {
  constructor(
    private readonly toolbox: Toolbox,
    private readonly understander: Understander,
    private readonly arranger: Arranger,
    private readonly proposals: ProposalsService,
    private readonly settings: Settings,
  ) {}

  /** Node of the graph. */
  async answer(state: Turn, turn: TurnContext): Promise<TurnUpdate> {
    const hands = this.toolbox.inHandsOf('booking', turn.actor);
    const { dialogue, text, booking } = await this.outcome(state, hands, turn);
    const reply: Reply = { agent: 'booking', text, tools: hands.used, ...(booking && { booking }) };
    // Once a booking is open, it is what is talked about.
    return { dialogue, replies: [reply], ...(dialogue.task?.service && { focus: null }) };
  }

  private async outcome(state: Turn, hands: Hands, turn: TurnContext): Promise<Outcome> {
    const { dialogue, routes, understanding } = state;
    const said = intentsOf(state);
    // What is not booked yet cannot be cancelled otherwise; an existing booking is the fallback's business.
    const cancels = said.has('cancel_booking') && !routes.includes('fallback');
    const asksAnew = understanding.asks.some(
      ({ guess }) => guess.service && guess.confidence >= clearService,
    );
    if (cancels || (said.has('abandon') && !asksAnew)) return this.abandon(dialogue, turn);
    // "Forget it, I need a plumber instead."
    if (said.has('abandon') && dialogue.task) return this.beginAnew(state, hands, turn);
    if (said.has('recall')) return this.recall(dialogue);
    const wantsVisit = said.has('book_service') || said.has('ask_availability');
    if (said.has('booking_status') && !wantsVisit) return this.bookings(dialogue, hands);

    const before = await this.taskBefore(state, said, turn);
    if (!before) return { dialogue, text: words.nothingOpen(dialogue.last, said) };
    const { services } = await this.understander.ready();
    const context = { now: turn.now, timeZone: this.zone, serviceOf: (id: string) => services.find(id) };
    const { task, changed, further } = fill(before, state.understanding, context);
    const queue = extended(dialogue.queue, further);
    const proposal = await this.proposals.open(turn.conversationId);
    const desk: Desk = { dialogue: { ...dialogue, task, queue }, task, proposal, hands, turn };
    if (changed.size === 0 && dialogue.task) return this.unchanged(desk, state, said, further);

    // Whatever was proposed is no longer what the customer wants.
    if (proposal) await this.proposals.withdraw(turn.conversationId);
    const asksWhen = said.has('ask_availability') && task.service !== null && !hasWish(task.wish);
    const step = await this.arranger.advance(
      asksWhen ? { ...task, wish: nextDays(this.today(turn)) } : task,
      hands,
      turn,
    );
    const coverage = said.has('ask_availability') && !task.service ? await this.coverage(task, hands) : '';
    return proceeded(desk, step, coverage);
  }

  /** Nothing that the booking needs was said: an answer to the question, or something else altogether. */
  private async unchanged(
    desk: Desk,
    { routes, understanding }: Turn,
    said: ReadonlySet<string>,
    further: readonly QueuedRequest[],
  ): Promise<Outcome> {
    const { dialogue, task, proposal, hands, turn } = desk;
    if (said.has('deny')) return this.decline(desk);
    // "Yes, but what does it cost?" is not a yes yet.
    if (said.has('affirm') && !said.has('ask_price')) return this.agree(desk);
    if (further.length > 0)
      return {
        dialogue,
        text: `${words.afterThis(further.map(({ service }) => service.name))} ${task.question}`,
      };
    if (said.has('ask_availability') && task.service && task.pincode) {
      const step = await this.arranger.advance(otherTimes(task, this.today(turn)), hands, turn);
      await this.proposals.withdraw(turn.conversationId);
      return proceeded(desk, step);
    }
    if (said.has('change_details')) return { dialogue, text: words.askChange };
    if (understanding.entities.some(({ type }) => type === 'phone'))
      return { dialogue, text: `${words.noPhone} ${task.question}` };
    const understood = routes.length > 1 || said.has('book_service');
    // A proposal that has run out is made anew; every other question is just repeated.
    const expired = task.asked === 'yes' && !proposal;
    if (expired || !task.question) return proceeded(desk, await this.arranger.advance(task, hands, turn));
    return { dialogue, text: understood ? task.question : `${words.notUnderstood} ${task.question}` };
  }

  /**
   * The open booking, or a new one. What the customer was last talking about becomes its service when the message names none
   * ("how much is a gas refill?" … "ok, book it"). Null when a yes or no has nothing to refer to.
   */
  private async taskBefore(
    { dialogue, focus, understanding }: Turn,
    said: ReadonlySet<string>,
    turn: TurnContext,
  ): Promise<BookingTask | null> {
    const { task, last } = dialogue;
    if (task?.service) return task;
    const fresh = task ?? newTask(carriedOver(last, this.today(turn)));
    const names = understanding.asks.some(({ guess }) => guess.service && guess.confidence >= clearService);
    const service =
      focus && !names && !said.has('deny') ? await this.understander.service(focus.serviceId) : null;
    if (service && focus) {
      const { attributes, quantity, pincode } = focus;
      const { id, slug, name, category } = service;
      const place = pincode && pincode !== fresh.pincode ? { pincode, address: null } : {};
      return {
        ...fresh,
        ...place,
        service: { id, slug, name, category },
        candidates: [],
        attributes,
        quantity,
      };
    }
    const onlyYesOrNo =
      said.size > 0 &&
      [...said].every((name) => name === 'affirm' || name === 'deny') &&
      understanding.entities.length === 0;
    return task ?? (onlyYesOrNo ? null : fresh);
  }

  /** "Yes": to the proposal, to a suggested address, or to the only time that was offered. */
  private async agree(desk: Desk): Promise<Outcome> {
    const { dialogue, task, proposal, hands, turn } = desk;
    // A turn that was cut off after it had booked is answered anew: the booking is there, and found by its proposal.
    const agreed = proposal ?? (await this.proposals.executed(task.proposalId));
    if (agreed) return this.execute(desk, agreed);
    if (task.suggested && (task.asked === 'pincode' || task.asked === 'address')) {
      const { pincode, line: address } = task.suggested;
      const next = { ...task, pincode, address, suggested: null };
      return proceeded(desk, await this.arranger.advance(next, hands, turn));
    }
    if (task.asked === 'when' && task.offered.length === 1)
      return proceeded(desk, await this.arranger.advance({ ...task, slot: task.offered[0]! }, hands, turn));
    if (task.asked === 'yes') return proceeded(desk, await this.arranger.advance(task, hands, turn));
    const choice = task.offered.length > 1 || task.candidates.length > 1;
    return { dialogue, text: choice ? `${words.pickOne} ${task.question}` : task.question };
  }

  private async execute(desk: Desk, proposal: Proposal): Promise<Outcome> {
    const { dialogue, task, hands, turn } = desk;
    const answered = await hands.use('bookings.create', proposal.arguments, proposal.id);
    if (answered.ok) {
      const booking = answered.output;
      await this.proposals.settle(proposal.id, 'executed', { bookingId: booking.id });
      return this.afterwards(desk, booking);
    }
    const { code } = answered.refusal;
    if (code === 'TIMED_OUT' || code === 'FAILED') return { dialogue, text: words.bookingFailed };
    await this.proposals.settle(proposal.id, 'refused', { code });
    if (code === 'PRICE_CHANGED')
      return proceeded(desk, await this.arranger.advance(task, hands, turn), words.priceChanged);
    return proceeded(desk, await this.arranger.offerInstead(task, hands, turn));
  }

  /** Booked: remember it, and take up what else was asked for, at the same place and time. */
  private async afterwards({ dialogue, task, hands, turn }: Desk, booking: BookingRead): Promise<Outcome> {
    const last: EndedTask = {
      how: 'booked',
      what: `${booking.service.name} on ${words.at(booking.startsAt, this.zone)}`,
      reference: booking.reference,
      pincode: task.pincode,
      address: task.address,
      date: localDate(new Date(booking.startsAt), this.zone),
      time: task.wish.time,
    };
    const [next, ...queue] = dialogue.queue;
    const text = words.booked(booking, this.zone);
    if (!next) return { dialogue: { task: null, queue: [], last }, text, booking };
    const { service } = next;
    const { pincode, address } = task;
    const following = newTask({ service, pincode, address, wish: mergedWish(task.wish, next.wish) });
    const step = await this.arranger.advance(following, hands, turn);
    return {
      dialogue: { task: step.task, queue, last },
      text: `${text} ${words.next(service.name)} ${step.text}`,
      booking,
    };
  }

  /** "No": to a suggested address, to the times on offer, or to the proposal. */
  private async decline({ dialogue, task, turn }: Desk): Promise<Outcome> {
    await this.proposals.withdraw(turn.conversationId);
    const next = { ...task, suggested: null, proposalId: null };
    const asked = (step: Step): Outcome => ({ dialogue: { ...dialogue, task: step.task }, text: step.text });
    if (task.suggested && task.asked === 'address')
      return asked(asking(next, 'address', words.askAddress(null)));
    if (task.suggested && task.asked === 'pincode')
      return asked(asking(next, 'pincode', words.askPincode(next)));
    if (task.asked === 'when' && task.offered.length > 0)
      return asked(asking({ ...next, offered: [] }, 'when', words.askOtherTime));
    if (task.asked === 'service')
      return asked(asking({ ...next, candidates: [] }, 'service', words.askService));
    return asked(asking(next, task.asked ?? 'yes', words.declined));
  }

  private async abandon(dialogue: BookingDialogue, turn: TurnContext): Promise<Outcome> {
    await this.proposals.withdraw(turn.conversationId);
    const { task } = dialogue;
    if (!task) return { dialogue, text: words.nothingToDrop(dialogue.last) };
    const what = words.described(task, this.zone);
    const { pincode, address } = task;
    const last: EndedTask = {
      how: 'dropped',
      what,
      reference: null,
      pincode,
      address,
      date: null,
      time: null,
    };
    return { dialogue: { task: null, queue: [], last }, text: words.dropped(what) };
  }

  private async beginAnew(state: Turn, hands: Hands, turn: TurnContext): Promise<Outcome> {
    const dropped = await this.abandon(state.dialogue, turn);
    const begun = await this.outcome({ ...state, dialogue: dropped.dialogue }, hands, turn);
    return { ...begun, text: `${dropped.text} ${begun.text}` };
  }

  /** "Do you come to 411014?" before any service was named. */
  private async coverage({ pincode }: BookingTask, hands: Hands): Promise<string> {
    if (!pincode) return '';
    const place = await hands.need('catalogue.check_pincode', { pincode });
    return place.served ? words.served(pincode, place.area, place.cityName) : words.outside(pincode);
  }

  private recall(dialogue: BookingDialogue): Outcome {
    const text = words.recall(dialogue.task, dialogue.last, this.zone);
    return { dialogue, text: dialogue.task ? `${text} ${dialogue.task.question}` : text };
  }

  private async bookings(dialogue: BookingDialogue, hands: Hands): Promise<Outcome> {
    const { items } = await hands.need('bookings.list', {});
    const text = words.bookings(items, this.zone);
    return { dialogue, text: dialogue.task ? `${text} ${dialogue.task.question}` : text };
  }

  private today(turn: TurnContext): string {
    return localDate(turn.now, this.zone);
  }

  private get zone(): string {
    return this.settings.BUSINESS_TIME_ZONE;
  }
}

function intentsOf({ understanding }: Turn): ReadonlySet<string> {
  return new Set(understanding.asks.flatMap((ask) => ask.intents.slice(0, 1).map(({ name }) => name)));
}

function proceeded({ dialogue }: Desk, { task, text }: Step, lead = ''): Outcome {
  return { dialogue: { ...dialogue, task }, text: lead ? `${lead} ${text}` : text };
}

function extended(queue: readonly QueuedRequest[], further: readonly QueuedRequest[]): QueuedRequest[] {
  const known = new Set(queue.map(({ service }) => service.id));
  return [...queue, ...further.filter(({ service }) => !known.has(service.id))];
}
