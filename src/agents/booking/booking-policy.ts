// Takes a booking one step further: asks for the first thing that is missing, offers times, and in the end stores a proposal.
import { Injectable } from '@nestjs/common';
import { localDate } from '#libs/time';
import { Settings } from '../../config/settings.js';
import { ProposalsService } from '../../conversations/proposals.service.js';
import type { ToolSession, QuoteRead, SlotRead } from '../agent-tools.js';
import { joinedTexts, keptText, type ReplyText } from '../language/responses.js';
import { clockOf } from '../visits/slot-choice.js';
import { quoteFor } from '../visits/slot-quote.js';
import { SlotKeeper } from '../dialogue/slot-keeper.js';
import { SlotFinder } from '../visits/slot-finder.js';
import { noWish, type TimePreference } from '../reading/time-preference.js';
import type { BookingTask, FormField } from './booking-form.js';
import { askUnclear, askWhichService, askYes, offerReply, proposalReply } from './booking-replies.js';
import { bookingResponses } from './booking-responses.js';
import type { ArrangingTurn } from './booking-settings.js';
import { askAddress, askPincode, notServed, placeResponses } from './place-responses.js';
import { nowhere, savedPlaceAmong } from './saved-place.js';
import { refusalResponses } from './refusal-responses.js';
import { meaningOf, type RefusalMeaning } from './refusals.js';
import { askDoubt, askTime, offerSlots, slotResponses } from './slot-responses.js';

export interface ArrangeStep {
  task: BookingTask;
  text: ReplyText;
}

const nothingTexts = { past: 'dayHasPassed', too_far: 'tooFarAhead', nothing_free: 'nothingFree' } as const;

@Injectable()
export class BookingPolicy {
  constructor(
    private readonly slots: SlotFinder,
    private readonly proposals: ProposalsService,
    private readonly keeper: SlotKeeper,
    private readonly settings: Settings,
  ) {}

  /** The next step of `task`: a question about what is missing, or the proposal. */
  async advance(task: BookingTask, hands: ToolSession, turn: ArrangingTurn): Promise<ArrangeStep> {
    if (!task.service) return this.askService(task);
    if (task.unclear?.about === 'visits') {
      const step = await this.advance({ ...task, unclear: null }, hands, turn);
      const { said } = task.unclear;
      return { ...step, text: joinedTexts(bookingResponses.text('oneVisit', { said }), step.text) };
    }
    if (task.unclear) return this.ask(task, 'options', askUnclear(task.unclear));
    if (!task.pincode) return this.findPlace(task, hands, turn);
    const servedAt = `${task.service.slug} ${task.pincode}`;
    if (task.servedAt !== servedAt) {
      const unserved = await this.unserved(task, hands);
      return unserved ?? this.advance({ ...task, servedAt }, hands, turn);
    }
    const found = task.slot ? { slot: task.slot } : await this.findSlot(task, hands, turn);
    if ('text' in found) return found;
    const isAssumed = !task.slot && isDayAssumed(task.wish);
    const { startsAt } = found.slot;
    const visit = { serviceId: task.service.id, pincode: task.pincode };
    const isFitted = task.slot !== null && task.fittedFor === fitOf(task, startsAt);
    const slot = isFitted ? found.slot : await this.slots.byBest(found.slot, visit, hands);
    const chosen = {
      ...task,
      ...{ slot, offered: [], fittedFor: fitOf(task, startsAt) },
      wish: wishFor(slot, task.wish, this.settings.BUSINESS_TIME_ZONE),
    };
    const quote = await this.quote(chosen, hands);
    if ('text' in quote) return quote;
    const step = chosen.address
      ? await this.propose(chosen, quote, hands, turn)
      : await this.findAddress(chosen, quote, hands, turn);
    if (!isAssumed) return step;
    const assumed = slotResponses.text('dayAssumed', { at: found.slot.startsAt });
    return { ...step, text: joinedTexts(assumed, step.text) };
  }

  private askService(task: BookingTask): ArrangeStep {
    const names = task.candidates.map((candidate) => candidate.name);
    const several = names.length > 1;
    return this.ask(task, 'service', several ? askWhichService(names) : bookingResponses.text('askService'));
  }

  /** The saved address where it can be no other, and otherwise a question. */
  private async findPlace(task: BookingTask, hands: ToolSession, turn: ArrangingTurn): Promise<ArrangeStep> {
    const saved = await hands.need('addresses.list', {});
    const { taken, likely } = task.address ? nowhere : savedPlaceAmong(saved.items, task);
    if (taken && (await this.isInCity(taken.pincode, task, hands))) {
      const { pincode, line: address } = taken;
      const step = await this.advance({ ...task, pincode, address, isPlaceAssumed: true }, hands, turn);
      // A proposal shows where it is; whatever else is asked shall not leave it open.
      return step.task.asked === 'yes' || step.task.pincode !== pincode
        ? step
        : {
            ...step,
            text: joinedTexts(placeResponses.text('placeAssumed', { line: address, pincode }), step.text),
          };
    }
    const home = task.city ? null : (taken ?? likely);
    const next = { ...task, suggested: home && { line: home.line, pincode: home.pincode } };
    return this.ask(next, 'pincode', askPincode(next));
  }

  /** A saved address elsewhere than in the city that was named is not meant. */
  private async isInCity(pincode: string, { city }: BookingTask, hands: ToolSession): Promise<boolean> {
    if (!city) return true;
    return (await hands.need('catalogue.check_pincode', { pincode })).cityName === city;
  }

  /** A question for another pincode where the service is not offered; null where it is. */
  private async unserved(task: BookingTask, hands: ToolSession): Promise<ArrangeStep | null> {
    const place = await hands.need('catalogue.check_pincode', {
      pincode: task.pincode,
      serviceId: task.service!.id,
    });
    if (place.served)
      return task.city && place.cityName && task.city !== place.cityName
        ? this.elsewhere(task, place.cityName)
        : null;
    const cities = await hands.need('catalogue.list_cities', {});
    const service = place.known ? task.service!.name : null;
    return this.ask(
      { ...task, pincode: null, address: null, slot: null },
      'pincode',
      notServed(task.pincode!, service, cities.items),
      askPincode({ ...task, suggested: null }),
    );
  }

  private async findSlot(
    task: BookingTask,
    hands: ToolSession,
    turn: ArrangingTurn,
  ): Promise<ArrangeStep | { slot: SlotRead }> {
    const { wish, offered, pincode } = task;
    const offersAtMost = turn.settings.timesOffered;
    const search = { serviceId: task.service!.id, pincode: pincode!, wish, offered, offersAtMost };
    const found = await this.slots.findSlots(search, hands, turn.now);
    switch (found.kind) {
      case 'slot':
        return { slot: found.slot };
      case 'offer':
        return this.offering(task, found.slots, found.because, found.time);
      case 'doubt':
        return this.ask({ ...task, offered: [] }, 'when', askDoubt(found.doubt));
      case 'nothing': {
        if (found.why === 'no_wish') return this.ask(task, 'when', slotResponses.text('askWhen'));
        const text = slotResponses.text(nothingTexts[found.why], {
          days: this.settings.BOOKING_HORIZON_DAYS,
        });
        return this.ask(withoutDay(task), 'when', text);
      }
    }
  }

  private offering(
    task: BookingTask,
    offer: SlotRead[],
    because: 'choose' | 'not_free',
    time: string | null,
  ): ArrangeStep {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const text = offerSlots(offer, because, { ...task.wish, time });
    // The day that was offered is the day that the next answer ("ok 6:30") is about.
    const days = new Set(offer.map((slot) => localDate(new Date(slot.startsAt), zone)));
    const wish = days.size === 1 ? { ...task.wish, date: [...days][0]!, until: null } : task.wish;
    return this.ask({ ...task, wish, offered: offer }, 'when', text, askTime(offer));
  }

  /** The price; a question where there is none for this: no word of a customer may end a turn. */
  private async quote(task: BookingTask, hands: ToolSession): Promise<QuoteRead | ArrangeStep> {
    const { attributes, quantity } = task;
    const { startsAt } = task.slot!;
    const answer = await quoteFor(
      { serviceId: task.service!.id, startsAt, pincode: task.pincode!, attributes, quantity },
      hands,
    );
    if ('quote' in answer) return answer.quote;
    // The time may be over by now; anything else is in what was said of size and number.
    if (answer.refusal.code.startsWith('START_'))
      return this.ask(
        withoutDay({ ...task, slot: null }),
        'when',
        refusalResponses.text('slotPast'),
        slotResponses.text('askOtherTime'),
      );
    return this.ask(
      { ...task, attributes: [], quantity: 1, slot: null },
      'service',
      bookingResponses.text('noPrice'),
    );
  }

  private async findAddress(
    task: BookingTask,
    quote: QuoteRead,
    hands: ToolSession,
    turn: ArrangingTurn,
  ): Promise<ArrangeStep> {
    const saved = await hands.need('addresses.list', {});
    const there = saved.items.filter((address) => address.pincode === task.pincode);
    const { taken, likely } = savedPlaceAmong(there, task);
    if (taken)
      return this.propose({ ...task, address: taken.line, isPlaceAssumed: true }, quote, hands, turn);
    const suggested = likely && { line: likely.line, pincode: likely.pincode };
    const question = askAddress(suggested);
    const text = joinedTexts(offerReply(task, task.slot!, quote), question);
    return this.ask({ ...task, suggested }, 'address', text, question);
  }

  private async propose(
    task: BookingTask,
    quote: QuoteRead,
    hands: ToolSession,
    turn: ArrangingTurn,
  ): Promise<ArrangeStep> {
    const { providerId, startsAt } = task.slot!;
    const place = { serviceId: task.service!.id, pincode: task.pincode! };
    const kept = await this.keeper.keep({ ...place, providerId, startsAt }, turn.conversationId, hands);
    if ('lost' in kept) return this.offerAnew(task, meaningOf(kept.lost), hands, turn);
    const summary = proposalReply(task, task.slot!, quote);
    const stored = await this.proposals.propose(turn.conversationId, {
      tool: 'bookings.create',
      arguments: {
        serviceId: place.serviceId,
        ...{ providerId, startsAt },
        quantity: task.quantity,
        attributes: task.attributes,
        address: { line: task.address, pincode: task.pincode },
        notes: task.notes.join('\n'),
        expectedTotalPaise: quote.totalPaise,
      },
      summary: summary(turn),
      pricePaise: quote.totalPaise,
      holdId: kept.holdId,
    });
    return this.ask({ ...task, proposalId: stored.id }, 'yes', summary, askYes(task, task.slot!, quote));
  }

  /** Somebody took the slot between the look and the proposal. */
  private async offerAnew(
    task: BookingTask,
    { text }: RefusalMeaning,
    hands: ToolSession,
    turn: ArrangingTurn,
  ): Promise<ArrangeStep> {
    const step = await this.advance({ ...task, slot: null, offered: [] }, hands, turn);
    return { ...step, text: joinedTexts(text, step.text) };
  }

  /** @param question in short, where `text` says more than the question */
  ask(task: BookingTask, asked: FormField, text: ReplyText, question = text): ArrangeStep {
    const kept = keptText(question, this.settings.BUSINESS_TIME_ZONE);
    return { task: { ...task, asked, question: kept }, text };
  }

  /** The city that was named is not the pincode's. */
  private elsewhere(task: BookingTask, city: string): ArrangeStep {
    const pincode = task.pincode!;
    const suggested = { line: task.address ?? '', pincode, city };
    const next = { ...task, suggested, pincode: null, address: null, slot: null };
    const text = placeResponses.text('askWhichCity', { pincode, city, named: task.city });
    return this.ask(next, 'pincode', text);
  }
}

/** What the choice of whoever comes depends on. */
function fitOf({ service, pincode }: BookingTask, startsAt: string): string {
  return `${service!.id} ${pincode} ${startsAt}`;
}

/** Said was a time, and nothing of the day. */
function isDayAssumed({ date, time, from, to, earliest }: TimePreference): boolean {
  return date === null && !earliest && (time !== null || from !== null || to !== null);
}

function withoutDay(task: BookingTask): BookingTask {
  return { ...task, wish: { ...task.wish, date: null, until: null, otherDates: [] } };
}

/** Once a slot is chosen, "make it 11 instead" is about its day, and "make it Sunday" about its time. */
function wishFor(slot: SlotRead, { not }: TimePreference, zone: string): TimePreference {
  return { ...noWish, not, date: localDate(new Date(slot.startsAt), zone), time: clockOf(slot, zone) };
}
