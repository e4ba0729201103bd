// The way from a wish for another time to a proposal: free times to choose from, or what the move costs and a yes that is waited for.
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { ProposalsService } from '../../conversations/proposals.service.js';
import type { QuoteRead, SlotRead } from '../agent-tools.js';
import type { AgentTurn } from '../dialogue/agent.js';
import { SlotKeeper } from '../dialogue/slot-keeper.js';
import { quoteFor } from '../visits/slot-quote.js';
import { SlotFinder } from '../visits/slot-finder.js';
import { timesByDay } from '../visits/slot-times.js';
import { labelOf, visitNamed } from '../visits/visit-label.js';
import type { VisitRead } from '../visits/visit-read.js';
import type { ReschedulingForm } from './rescheduling-form.js';
import { reschedulingResponses as words } from './rescheduling-responses.js';

export interface MoveStep {
  /** Null when the move has ended. */
  form: ReschedulingForm | null;
  text: string;
}

@Injectable()
export class MoveProposer {
  constructor(
    private readonly slots: SlotFinder,
    private readonly proposals: ProposalsService,
    private readonly keeper: SlotKeeper,
    private readonly settings: Settings,
  ) {}

  /** Goes from what is known of the move to the next question about it. */
  async advanceMove(form: ReschedulingForm, visit: VisitRead, turn: AgentTurn<unknown>): Promise<MoveStep> {
    const named = visitNamed(labelOf(visit), turn);
    if (!visit.moving) return { form: null, text: words.write('tooLate', turn, { visit: named }) };
    const known = { ...form, visit: labelOf(visit), among: [] };
    if (form.slot) return this.propose(known, visit, form.slot, turn);
    const found = await this.slots.findSlots(
      {
        ...{ serviceId: visit.service.id, pincode: visit.pincode },
        ...{ wish: form.wish, offered: form.offered, instead: visit.id },
      },
      turn.tools,
      turn.now,
    );
    const ask = (text: string, more: Partial<ReschedulingForm> = {}): MoveStep => ({
      form: { ...known, offered: [], ...more, asked: 'when', slot: null, question: text },
      text,
    });
    switch (found.kind) {
      case 'slot':
        return this.propose(known, visit, found.slot, turn);
      case 'doubt':
        return ask(words.write('askDoubt', turn, { said: found.doubt.text }));
      case 'nothing':
        return found.why === 'no_wish'
          ? ask(words.write('askWhen', turn, { visit: named }))
          : ask(words.write(found.why, turn, { days: this.settings.BOOKING_HORIZON_DAYS }));
      case 'offer': {
        const times = timesByDay(found.slots)(turn);
        const text = words.write(found.because === 'choose' ? 'offer' : 'notFree', turn, { times });
        return ask(text, { offered: found.slots });
      }
    }
  }

  private async propose(
    form: ReschedulingForm,
    visit: VisitRead,
    free: SlotRead,
    turn: AgentTurn<unknown>,
  ): Promise<MoveStep> {
    const { tools, conversationId, now } = turn;
    const named = visitNamed(labelOf(visit), turn);
    if (new Date(free.startsAt).getTime() === new Date(visit.startsAt).getTime())
      return {
        form: {
          ...form,
          asked: 'when',
          slot: null,
          question: words.write('askWhen', turn, { visit: named }),
        },
        text: `${words.write('sameTime', turn, { visit: named })} ${words.write('otherTime', turn)}`,
      };
    const place = { serviceId: visit.service.id, pincode: visit.pincode };
    const slot =
      new Date(free.startsAt) < now
        ? free
        : await this.slots.byBest(free, { ...place, instead: visit.id }, tools, visit.provider.id);
    const quote = await this.quote(visit, slot, tools);
    if (!quote) {
      const text = words.write('taken', turn);
      const question = words.write('otherTime', turn);
      return { form: { ...form, asked: 'when', slot: null, question }, text: `${text} ${question}` };
    }
    const { feePaise, rule } = visit.moving!;
    const summary = words.write('propose', turn, {
      ...{ visit: named, startsAt: slot.startsAt, provider: slot.providerName, rule, feePaise },
      ...{ totalPaise: quote.totalPaise, beforePaise: visit.totalPaise },
      change: quote.totalPaise === visit.totalPaise ? 'same' : 'other',
      fee: feePaise === 0 ? 'none' : 'other',
    });
    const { providerId, startsAt } = slot;
    // What overlaps the visit itself cannot be held beside it, and counts as taken here: it is free to nobody but this customer.
    const kept = await this.keeper.keep({ ...place, providerId, startsAt }, conversationId, tools);
    const holdId = 'holdId' in kept ? kept.holdId : null;
    const { id: proposalId } = await this.proposals.propose(conversationId, {
      tool: 'bookings.reschedule',
      arguments: {
        ...{ bookingId: visit.id, startsAt, providerId },
        ...{ expectedTotalPaise: quote.totalPaise, expectedFeePaise: feePaise },
      },
      summary,
      pricePaise: quote.totalPaise,
      holdId,
    });
    return {
      form: { ...form, asked: 'yes', slot, offered: [], proposalId, question: summary },
      text: summary,
    };
  }

  /** Null where that time has no price any more. */
  private async quote(
    { id: bookingId, service, pincode, items, quantity }: VisitRead,
    { startsAt }: SlotRead,
    tools: AgentTurn['tools'],
  ): Promise<QuoteRead | null> {
    const attributes = items.filter(({ kind }) => kind === 'attribute').map(({ code }) => code);
    const question = { serviceId: service.id, startsAt, pincode, attributes, quantity, bookingId };
    const answer = await quoteFor(question, tools);
    return 'quote' in answer ? answer.quote : null;
  }
}
