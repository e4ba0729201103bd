// What a plain yes and a no do: to a suggested address, to the only time on offer, to the proposal. A booking is made here and nowhere
// else, from the proposal as it was stored and shown.
import { Injectable } from '@nestjs/common';
import { localDate } from '#libs/time';
import { Settings } from '../../config/settings.js';
import type { Proposal } from '../../conversations/proposal.entity.js';
import { ProposalsService } from '../../conversations/proposals.service.js';
import type { BookingRead } from '../toolbox.js';
import { Arranger, asking, type Step } from './arranger.js';
import { proceeded, type Desk, type Outcome } from './desk.js';
import { meaningOf, type RefusalMeaning } from './refusals.js';
import { newTask, withSuggested, type EndedTask } from './task.js';
import { mergedWish } from './wish.js';
import * as words from './words.js';

@Injectable()
export class Decisions {
  constructor(
    private readonly arranger: Arranger,
    private readonly proposals: ProposalsService,
    private readonly settings: Settings,
  ) {}

  async agree(desk: Desk): Promise<Outcome> {
    const { dialogue, task, hands, turn } = desk;
    if (task.asked === 'yes') {
      const agreed = await this.agreedTo(desk);
      return agreed ? this.execute(desk, agreed) : this.goOn(desk, task);
    }
    if (task.suggested && (task.asked === 'pincode' || task.asked === 'address')) {
      return this.goOn(desk, withSuggested(task, task.suggested));
    }
    if (task.asked === 'when' && task.offered.length === 1)
      return this.goOn(desk, { ...task, slot: task.offered[0]! });
    const choice = task.offered.length > 1 || task.candidates.length > 1;
    if (!task.question) return proceeded(desk, await this.arranger.advance(task, hands, turn));
    return { dialogue, text: choice ? `${words.pickOne} ${task.question}` : task.question };
  }

  async decline({ dialogue, task, turn }: Desk): Promise<Outcome> {
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

  /**
   * The proposal that was shown last, and no other. A turn that was cut off after it had booked is answered anew: the booking is
   * there, and found by its proposal.
   */
  private async agreedTo({ task, proposal }: Desk): Promise<Proposal | null> {
    if (proposal) return proposal.id === task.proposalId ? proposal : null;
    return this.proposals.executed(task.proposalId);
  }

  private async execute(desk: Desk, proposal: Proposal): Promise<Outcome> {
    const answered = await desk.hands.use('bookings.create', proposal.arguments, proposal.id);
    if (!answered.ok) {
      const meaning = meaningOf(answered.refusal);
      if (meaning.next !== 'again')
        await this.proposals.settle(proposal.id, 'refused', { code: answered.refusal.code });
      return this.afterRefusal(desk, meaning);
    }
    const booking = answered.output;
    await this.proposals.settle(proposal.id, 'executed', { bookingId: booking.id });
    return this.afterwards(desk, booking);
  }

  private async afterRefusal(desk: Desk, { text, next }: RefusalMeaning): Promise<Outcome> {
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
        return proceeded(desk, asking({ ...open, pincode: null, address: null, servedAt: null, slot: null }, 'pincode', words.askOtherPincode), text); // prettier-ignore
      case 'change':
        return proceeded(desk, asking(open, 'yes', words.askChange), text);
    }
  }

  /** Booked: remember it, and take up what else was asked for, at the same place and time. */
  private async afterwards({ dialogue, task, hands, turn }: Desk, booking: BookingRead): Promise<Outcome> {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const last: EndedTask = {
      how: 'booked',
      what: `${booking.service.name} on ${words.at(booking.startsAt, zone)}`,
      reference: booking.reference,
      pincode: task.pincode,
      address: task.address,
      date: localDate(new Date(booking.startsAt), zone),
      time: task.wish.time,
    };
    const [next, ...queue] = dialogue.queue;
    const text = words.booked(booking, zone);
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
      text: `${text} ${words.next(service.name)} ${step.text}`,
      booking,
    };
  }

  private async goOn(desk: Desk, task: Desk['task'], lead = ''): Promise<Outcome> {
    return proceeded(desk, await this.arranger.advance(task, desk.hands, desk.turn), lead);
  }
}
