// The booking agent: fills a booking over as many turns as it takes, and writes only after an explicit yes to a stored proposal.
import { Injectable } from '@nestjs/common';
import { localDate } from '#libs/time';
import { ProposalsService } from '../../conversations/proposals.service.js';
import { besideYes, keepsIt, readAgreement } from '../reading/agreement.js';
import { clearService } from '../language/service.recogniser.js';
import { LanguageUnderstander, type TurnUnderstanding } from '../language/language-understander.js';
import { visitNoteIn, visitNotesAmong, type VisitNote } from '../reading/visit-notes.js';
import { Agent, type AgentAnswer, type DialogueAgent } from '../dialogue/agent.js';
import type { ToolSession } from '../agent-tools.js';
import { addressAnswer, pointsToAddress } from '../reading/address-answer.js';
import { hasWay } from '../reading/address-signs.js';
import { BookingPolicy } from './booking-policy.js';
import { BookingDecisions } from './booking-decisions.js';
import {
  answeredBeside,
  proceededWith,
  type BookingTurn,
  type TurnDesk,
  type StepOutcome,
} from './turn-desk.js';
import { trackForm } from './booking-tracker.js';
import { TaskOpener } from './task-opener.js';
import { saysOnlyCount } from '../reading/quantity-reader.js';
import { optionsIn } from '../reading/option-reader.js';
import { hasWish } from '../reading/time-preference.js';
import {
  arrangedFocus,
  emptyDialogue,
  notBooked,
  otherTimes,
  restoredForm,
  withoutServices,
  type BookingDialogue,
  type BookingTask,
  type EndedTask,
  type QueuedRequest,
} from './booking-form.js';
import { nextDays } from '../reading/time-preference-reader.js';
import { joinedTexts, keptText, type ReplyText, type ResponseReader } from '../language/responses.js';
import { afterThis, describedVisit, nothingOpen, nothingToDrop, recallReply } from './booking-replies.js';
import { bookingResponses } from './booking-responses.js';
import { bookingSettings } from './booking-settings.js';
import { placeResponses, servedReply } from './place-responses.js';

/** Together they stay below what a booking keeps. */
const mostNotes = 3;

@Agent({
  name: 'booking',
  description: 'Arranges a visit: what, where, when, for how much; books after a plain yes to the proposal.',
  order: 90,
  intents: [
    'book_service',
    'ask_availability',
    'provide_details',
    'change_details',
    'affirm',
    'deny',
    'abandon',
    'recall',
  ],
  kind: 'frame',
  absorbs: ['cancel_booking', 'reschedule_booking'],
  settings: bookingSettings,
})
@Injectable()
export class BookingAgent implements DialogueAgent<BookingDialogue> {
  constructor(
    private readonly understander: LanguageUnderstander,
    private readonly arranger: BookingPolicy,
    private readonly decisions: BookingDecisions,
    private readonly proposals: ProposalsService,
    private readonly opener: TaskOpener,
  ) {}

  restoreMemory(kept: unknown): BookingDialogue {
    return restoredForm((kept ?? emptyDialogue) as BookingDialogue);
  }

  takesAnswer({ text, asks, entities }: TurnUnderstanding, { task }: BookingDialogue): boolean {
    if (task?.asked === 'address') return addressAnswer(text, asks, entities) !== null;
    return Boolean(task?.service) && saysOnlyCount(text);
  }

  openQuestion({ task }: BookingDialogue, { language }: ResponseReader): string {
    return task?.question[language] ?? '';
  }

  async answer(turn: BookingTurn): Promise<AgentAnswer<BookingDialogue>> {
    const { dialogue, text, booking, isMissed } = await this.outcome(turn.memory, turn);
    const { task } = dialogue;
    const arranged = task?.service && arrangedFocus(task, task.service.id);
    return {
      text: text(turn),
      memory: dialogue,
      isOpen: task !== null,
      // Once a booking is open, it is what is talked about; afterwards nothing is.
      ...(arranged ? { focus: arranged } : turn.focus?.isArranged && { focus: null }),
      ...(booking && {
        mentioned: { ...turn.mentioned, last: booking.id },
        booking,
        outcomes: [{ type: 'booking', id: booking.id, reference: booking.reference }],
      }),
      ...(isMissed && { isMissed }),
    };
  }

  private async outcome(dialogue: BookingDialogue, turn: BookingTurn): Promise<StepOutcome> {
    const { heard, tools } = turn;
    const { text, asks, entities } = heard;
    const agreement = readAgreement(text);
    if (dialogue.task && agreement === 'stop') return this.abandon(dialogue, turn);
    // A plain answer is what it is, however it sounds; so is an address ("12, Cancel Road").
    const answers = agreement !== 'other' || this.takesAnswer(heard, dialogue);
    const said = dialogue.task && answers ? new Set<string>() : intentsOf(heard);
    if (keepsIt(text)) for (const name of ['abandon', 'cancel_booking', 'deny']) said.delete(name);
    const asksAnew = asks.some(({ guess }) => guess.service && guess.confidence >= clearService);
    // "No need of the stand" turns down an extra, not the booking.
    const aboutExtras = dialogue.task !== null && (await this.namesExtras(dialogue.task, turn));
    // What is not booked yet cannot be cancelled otherwise; where nothing is open, whoever asks for a visit cancels none.
    const cancels = said.has('cancel_booking') && (dialogue.task !== null || !asksAnew);
    if (cancels || (said.has('abandon') && !asksAnew && !aboutExtras)) return this.abandon(dialogue, turn);
    // "Forget it, I need a plumber instead."
    if (said.has('abandon') && dialogue.task && !aboutExtras) return this.beginAnew(dialogue, turn);
    const noted = visitNoteIn(text, entities);
    if (said.has('recall') && !asksAnew && !noted?.isClear) return this.recall(dialogue);

    const before = await this.opener.taskFor(dialogue, said, turn);
    if (!before) return { dialogue, text: nothingOpen(dialogue.last, said.has('deny')) };
    const proposal = await this.proposals.open(turn.conversationId);
    const open: TurnDesk = { dialogue, task: before, proposal, hands: tools, turn };
    if (dialogue.task?.service) {
      if (agreement === 'yes') return this.decisions.agree(open);
      if (agreement === 'no') return this.decisions.decline(open);
      if (proposal && noted?.isClear) return this.note(open, noted);
    }
    const { catalogue: services } = await this.understander.ready();
    const context = { now: turn.now, timeZone: turn.timeZone, services };
    const tracked = trackForm(before, heard, context);
    const { changed, further, doubted } = tracked;
    const { task: wanted, queue } = withoutServices(tracked.task, extended(dialogue.queue, further), changed, heard.ruledOut); // prettier-ignore
    const task = { ...wanted, notes: notesOf(wanted, heard) };
    const desk: TurnDesk = { ...open, dialogue: { ...dialogue, task, queue }, task };
    if (changed.size === 0 && doubted && task.service)
      return answeredBeside(dialogue, task, bookingResponses.text('askInstead', { service: doubted.name, current: task.service.name })); // prettier-ignore
    if (changed.size === 0 && dialogue.task) return this.unchanged(desk, said, further);

    // Whatever was proposed is no longer what the customer wants.
    if (proposal) await this.proposals.withdraw(turn.conversationId);
    const asksWhen = said.has('ask_availability') && task.service !== null && !hasWish(task.wish);
    const step = await this.arranger.advance(
      asksWhen ? { ...task, wish: nextDays(this.today(turn), task.wish.not) } : task,
      tools,
      turn,
    );
    const asksWhere = said.has('ask_availability') && !task.service;
    return proceededWith(desk, step, ...(asksWhere ? await this.coverage(task, tools) : []));
  }

  /** Nothing that the booking needs was said: an answer to the question, or something else altogether. */
  private async unchanged(
    desk: TurnDesk,
    said: ReadonlySet<string>,
    further: readonly QueuedRequest[],
  ): Promise<StepOutcome> {
    const { dialogue, task, proposal, hands, turn } = desk;
    const { text, entities } = turn.heard;
    const agreement = readAgreement(text);
    if (agreement === 'yes') return this.decisions.agree(desk);
    if (agreement === 'wait') return answeredBeside(dialogue, task, bookingResponses.text('takeYourTime'));
    if (agreement === 'no' || said.has('deny')) return this.decisions.decline(desk);
    if (further.length > 0)
      return answeredBeside(dialogue, task, afterThis(further.map(({ service }) => service.name)));
    if (said.has('ask_availability') && task.service && task.pincode) {
      const step = await this.arranger.advance(otherTimes(task, this.today(turn)), hands, turn);
      await this.proposals.withdraw(turn.conversationId);
      return proceededWith(desk, step);
    }
    if (task.asked === 'address' && pointsToAddress(text))
      return { dialogue, text: placeResponses.text('writeAddress') };
    if (said.has('change_details')) return { dialogue, text: bookingResponses.text('askChange') };
    if (entities.some(({ type }) => type === 'phone'))
      return answeredBeside(dialogue, task, bookingResponses.text('noPhone'));
    const understood = turn.others.length > 0 || said.has('book_service');
    const note = proposal && !understood && visitNoteIn(text, entities);
    if (note) return this.note(desk, note);
    // A proposal that has run out is made anew; every other question is just repeated.
    const expired = task.asked === 'yes' && !proposal;
    if (expired || !task.question.en)
      return proceededWith(desk, await this.arranger.advance(task, hands, turn));
    if (understood) return answeredBeside(dialogue, task);
    const isUnclearYes = said.has('affirm') || besideYes(text) !== null;
    const lead = bookingResponses.text(isUnclearYes ? 'notAPlainYes' : 'notUnderstood');
    return { ...answeredBeside(dialogue, task, lead), isMissed: true };
  }

  private async namesExtras(task: BookingTask, turn: BookingTurn): Promise<boolean> {
    const service = task.service && (await this.understander.service(task.service.id));
    if (!service) return false;
    const { attributes, declined } = optionsIn(service, turn.heard.text, turn);
    return attributes.length + declined.length > 0;
  }

  /** Goes with the booking, and is shown before the yes is asked for again. */
  private async note(desk: TurnDesk, { text, isWish }: VisitNote): Promise<StepOutcome> {
    const { dialogue, task, hands, turn } = desk;
    const notes = [...new Set([...task.notes, text])];
    if (notes.length > mostNotes)
      return answeredBeside(dialogue, task, bookingResponses.text('tooManyNotes'));
    const step = await this.arranger.advance({ ...task, notes }, hands, turn);
    return proceededWith(desk, step, ...(isWish ? [bookingResponses.text('wishNoted')] : []));
  }

  private async abandon(dialogue: BookingDialogue, turn: BookingTurn): Promise<StepOutcome> {
    await this.proposals.withdraw(turn.conversationId);
    const { task } = dialogue;
    if (!task) return { dialogue, text: nothingToDrop(dialogue.last) };
    const what = describedVisit(task);
    const { pincode, address } = task;
    const last: EndedTask = { ...notBooked, what: keptText(what, turn.timeZone), pincode, address };
    return { dialogue: { task: null, queue: [], last }, text: bookingResponses.text('dropped', { what }) };
  }

  private async beginAnew(dialogue: BookingDialogue, turn: BookingTurn): Promise<StepOutcome> {
    const dropped = await this.abandon(dialogue, turn);
    const begun = await this.outcome(dropped.dialogue, turn);
    return { ...begun, text: joinedTexts(dropped.text, begun.text) };
  }

  /** "Do you come to 411014?" before any service was named. */
  private async coverage({ pincode }: BookingTask, hands: ToolSession): Promise<ReplyText[]> {
    if (!pincode) return [];
    const { served, area, cityName } = await hands.need('catalogue.check_pincode', { pincode });
    return [served ? servedReply(pincode, area, cityName) : placeResponses.text('outside', { pincode })];
  }

  private recall(dialogue: BookingDialogue): StepOutcome {
    const { task, last } = dialogue;
    const text = recallReply(task, last);
    return task ? answeredBeside(dialogue, task, text) : { dialogue, text };
  }

  private today(turn: BookingTurn): string {
    return localDate(turn.now, turn.timeZone);
  }
}

/** Its notes and those of the message; "Ring Road" is no order to ring. */
function notesOf({ notes, address }: BookingTask, { text, entities }: TurnUnderstanding): string[] {
  const isNew = (note: string): boolean => !hasWay(note) && !address?.includes(note);
  return [...new Set([...notes, ...visitNotesAmong(text, entities).filter(isNew)])].slice(0, mostNotes);
}

function intentsOf({ asks }: TurnUnderstanding): Set<string> {
  return new Set(asks.flatMap((ask) => ask.intents.slice(0, 1).map(({ name }) => name)));
}

function extended(queue: readonly QueuedRequest[], further: readonly QueuedRequest[]): QueuedRequest[] {
  const known = new Set(queue.map(({ service }) => service.id));
  return [...queue, ...further.filter(({ service }) => !known.has(service.id))];
}
