// What a plain yes and a no do: to a suggested address, to the only time on offer, to the proposal. A booking is made here and nowhere
// else, from the proposal as it was stored and shown.
import { Injectable } from '@nestjs/common';
import { localDate } from '#libs/time';
import { Settings } from '../../config/settings.js';
import { ProposalsService } from '../../conversations/proposals.service.js';
import type { BookingRead } from '../agent-tools.js';
import { joinedTexts, keptText, saidAgain, type ReplyText } from '../language/responses.js';
import { ProposalExecutor } from '../dialogue/proposal-executor.js';
import { BookingPolicy, type ArrangeStep } from './booking-policy.js';
import { proceededWith, type TurnDesk, type StepOutcome } from './turn-desk.js';
import { meaningOf, type RefusalMeaning } from './refusals.js';
import { newTask, withSuggested, type EndedTask } from './booking-form.js';
import { mergedWish } from '../reading/time-preference-reader.js';
import { bookedReply } from './booking-replies.js';
import { bookingResponses } from './booking-responses.js';
import { askAddress, askPincode, placeResponses } from './place-responses.js';
import { slotResponses } from './slot-responses.js';

@Injectable()
export class BookingDecisions {
  constructor(
    private readonly arranger: BookingPolicy,
    private readonly proposals: ProposalsService,
    private readonly executor: ProposalExecutor,
    private readonly settings: Settings,
  ) {}

  async agree(desk: TurnDesk): Promise<StepOutcome> {
    const { dialogue, task, hands, turn } = desk;
    if (task.asked === 'yes') return this.execute(desk);
    if (task.suggested && (task.asked === 'pincode' || task.asked === 'address')) {
      return this.goOn(desk, withSuggested(task, task.suggested));
    }
    if (task.asked === 'when' && task.offered.length === 1)
      return this.goOn(desk, { ...task, slot: task.offered[0]! });
    const choice = task.offered.length > 1 || task.candidates.length > 1;
    if (!task.question.en) return proceededWith(desk, await this.arranger.advance(task, hands, turn));
    const question = saidAgain(task.question);
    return { dialogue, text: choice ? joinedTexts(bookingResponses.text('pickOne'), question) : question };
  }

  async decline({ dialogue, task, turn }: TurnDesk): Promise<StepOutcome> {
    await this.proposals.withdraw(turn.conversationId);
    const next = { ...task, suggested: null, proposalId: null };
    const asked = (step: ArrangeStep): StepOutcome => ({
      dialogue: { ...dialogue, task: step.task },
      text: step.text,
    });
    if (task.suggested && task.asked === 'address')
      return asked(this.arranger.ask(next, 'address', askAddress(null)));
    if (task.suggested && task.asked === 'pincode')
      return asked(this.arranger.ask(next, 'pincode', askPincode(next)));
    if (task.asked === 'when' && task.offered.length > 0)
      return asked(this.arranger.ask({ ...next, offered: [] }, 'when', slotResponses.text('askOtherTime')));
    if (task.asked === 'service')
      return asked(
        this.arranger.ask({ ...next, candidates: [] }, 'service', bookingResponses.text('askService')),
      );
    return asked(this.arranger.ask(next, task.asked ?? 'yes', bookingResponses.text('declined')));
  }

  private async execute(desk: TurnDesk): Promise<StepOutcome> {
    const { task, proposal, hands, turn } = desk;
    const { conversationId } = turn;
    const result = await this.executor.execute(
      conversationId,
      task.proposalId,
      'bookings.create',
      hands,
      proposal,
    );
    if (result.kind === 'gone') return this.goOn(desk, task);
    return result.kind === 'done'
      ? this.afterwards(desk, result.output)
      : this.afterRefusal(desk, meaningOf(result.refusal));
  }

  private async afterRefusal(desk: TurnDesk, { text, next }: RefusalMeaning): Promise<StepOutcome> {
    const { dialogue, task } = desk;
    const open = { ...task, proposalId: null };
    switch (next) {
      case 'again':
        return { dialogue, text };
      case 'propose':
        return this.goOn(desk, open, text);
      case 'offer':
        return this.goOn(desk, { ...open, slot: null, offered: [] }, text);
      case 'place':
        return proceededWith(desk, this.arranger.ask({ ...open, pincode: null, address: null, servedAt: null, slot: null }, 'pincode', placeResponses.text('askOtherPincode')), text); // prettier-ignore
      case 'change':
        return proceededWith(desk, this.arranger.ask(open, 'yes', bookingResponses.text('askChange')), text);
    }
  }

  /** Booked: remember it, and take up what else was asked for, at the same place and time. */
  private async afterwards(
    { dialogue, task, hands, turn }: TurnDesk,
    booking: BookingRead,
  ): Promise<StepOutcome> {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const last: EndedTask = {
      how: 'booked',
      what: keptText(
        bookingResponses.text('serviceAt', { service: booking.service.name, at: booking.startsAt }),
        zone,
      ),
      reference: booking.reference,
      pincode: task.pincode,
      address: task.address,
      date: localDate(new Date(booking.startsAt), zone),
      time: task.wish.time,
    };
    const [next, ...queue] = dialogue.queue;
    const text = bookedReply(booking);
    if (!next) return { dialogue: { task: null, queue: [], last }, text, booking };
    const { service, attributes, quantity, unclear } = next;
    const { pincode, address } = task;
    const following = newTask({
      ...{ service, attributes, quantity, unclear, pincode, address },
      wish: mergedWish(task.wish, next.wish),
    });
    const step = await this.arranger.advance(following, hands, turn);
    return {
      dialogue: { task: step.task, queue, last },
      text: joinedTexts(text, bookingResponses.text('alsoAsked', { service: service.name }), step.text),
      booking,
    };
  }

  private async goOn(desk: TurnDesk, task: TurnDesk['task'], ...leads: ReplyText[]): Promise<StepOutcome> {
    return proceededWith(desk, await this.arranger.advance(task, desk.hands, desk.turn), ...leads);
  }
}
