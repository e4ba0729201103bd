// What of a message only tells more of what is complained of. Whoever complains tells a story, and each sentence of it sounds like something else that
// can be asked for: a fault, a price, a rule. What is ordered, moved or cancelled in the same breath is another matter, and stays one.
import { Injectable } from '@nestjs/common';
import type { Entity } from '#libs/nlu';
import { AgentTools } from '../agent-tools.js';
import type { TurnContext } from '../dialogue/turn-context.js';
import type { AskedIntent, TurnUnderstanding } from '../language/language-understander.js';
import { VisitFinder } from '../visits/visit-finder.js';
import { referenceOf } from './case-finder.js';
import { ComplaintReader, type ComplaintReading } from './complaint-reader.js';
import type { ComplaintMatter } from './matters.js';

/** What the sentences of a story are heard as. */
const storyLike = new Set(['book_service', 'ask_policy', 'ask_price', 'ask_service_info', 'ask_availability', 'booking_status', 'recall', 'account_help', 'talk_to_human', 'help', '']); // prettier-ignore
/** Asked for beside a complaint, these are done as well, however unclearly they are heard; a detail goes with what it is of. */
const ofVisits = new Set(['cancel_booking', 'reschedule_booking', 'provide_details', 'change_details', 'affirm', 'deny']); // prettier-ignore
/** What is asked for somebody higher, or called off, by the reference of a complaint. */
const ofCases = new Set(['talk_to_human', 'request_callback', 'cancel_booking', 'reschedule_booking', 'booking_status', 'abandon', 'provide_details', '']); // prettier-ignore
/** Said beside a complaint that exists, these are about it. */
const besideCases = new Set(['talk_to_human', 'booking_status', 'recall', 'provide_details', '']);
/** Told of something that was there before. Of the first two somebody may also be ordered for, to mend them. */
const ofEarlierVisit = new Set<ComplaintMatter>(['fault_back', 'poor_work', 'damage', 'came_late', 'no_show', 'no_show_again', 'bad_behaviour', 'overcharged', 'charged_twice', 'theft']); // prettier-ignore
const mayBeMended = new Set<ComplaintMatter>(['fault_back', 'poor_work']);
/** Beside these, anger alone is no complaint. */
const ordering = new Set(['book_service', 'cancel_booking', 'reschedule_booking']);
const wanting = new Set(['book_service', 'ask_availability']);
/** Heard as clearly as this, something else is asked for. */
const surely = 0.9;
/** A visit longer ago is not what a new fault is blamed on. */
const recentDays = 31;

export interface ComplaintAsks {
  /** That something went wrong, or more of it. */
  told: ReadonlySet<AskedIntent>;
  /** Of a complaint that exists, by its reference. */
  ofCase: ReadonlySet<AskedIntent>;
  /** Only anger, beside something that is asked for. */
  vented: ReadonlySet<AskedIntent>;
}

@Injectable()
export class ComplaintStory {
  constructor(
    private readonly reader: ComplaintReader,
    private readonly visits: VisitFinder,
    private readonly toolbox: AgentTools,
  ) {}

  /** @param isOpen whether a complaint is being made, and its question is open */
  async asksOf(heard: TurnUnderstanding, isOpen: boolean, turn: TurnContext): Promise<ComplaintAsks> {
    const ofCase = this.asksOfCase(heard.asks);
    const rest = heard.asks.filter((ask) => !ofCase.has(ask));
    const began = await this.beginnings(rest, isOpen || ofCase.size > 0, turn);
    const others = rest.filter((ask) => !began.includes(ask));
    if (!isOpen && began.length > 0 && (await this.isOnlyAnger(began, others, heard.entities, turn)))
      return { told: new Set(), ofCase, vented: new Set(began) };
    const told = new Set(began);
    if (began.length > 0 || isOpen)
      for (const ask of others) if (await this.isStory(ask, heard.entities, isOpen)) told.add(ask);
    return { told, ofCase, vented: new Set() };
  }

  /**
   * "Your service is pathetic but ok, send someone for my AC" orders a visit, and complains of none; so does whoever tells of their troubles and had none
   * of ours yet.
   */
  private async isOnlyAnger(
    began: readonly AskedIntent[],
    others: readonly AskedIntent[],
    entities: readonly Entity[],
    turn: TurnContext,
  ): Promise<boolean> {
    const wantsVisit = (ask: AskedIntent): boolean => wanting.has(intentOf(ask)) || saysWhere(ask, entities);
    if (others.some(wantsVisit) && !(await this.hadVisit(turn))) return true;
    const ordered = others.filter((ask) => ordering.has(intentOf(ask)) && isSure(ask));
    const [told, beside] = await Promise.all([this.readAll(began), this.readAll(ordered)]);
    const isAnger = told.every(({ tells, wishes }) => tells === 'nothing' && wishes.length === 0);
    return isAnger && beside.some(({ matter }) => matter === null);
  }

  private readAll(asks: readonly AskedIntent[]): Promise<ComplaintReading[]> {
    return Promise.all(asks.map(({ text }) => this.reader.read(text)));
  }

  private asksOfCase(asks: readonly AskedIntent[]): Set<AskedIntent> {
    const isOfCase = (ask: AskedIntent): boolean =>
      intentOf(ask) === 'complaint_status' || (referenceOf(ask.text) !== null && ofCases.has(intentOf(ask)));
    const named = asks.filter(isOfCase);
    const beside =
      named.length > 0 ? asks.filter((ask) => besideCases.has(intentOf(ask)) && !isQuestion(ask)) : [];
    return new Set([...named, ...beside]);
  }

  private async beginnings(
    asks: readonly AskedIntent[],
    isAboutOne: boolean,
    turn: TurnContext,
  ): Promise<AskedIntent[]> {
    const said = asks.filter((ask) => intentOf(ask) === 'report_complaint');
    if (said.length > 0 || isAboutOne) return said;
    const likely: AskedIntent[] = [];
    for (const ask of asks) if (await this.blamesVisit(ask)) likely.push(ask);
    return likely.length > 0 && (await this.hadVisit(turn)) ? likely : [];
  }

  /** "The pipe your man sealed is dripping again": a fault, and somebody to blame for it. */
  private async blamesVisit(ask: AskedIntent): Promise<boolean> {
    if (isSure(ask) && intentOf(ask) !== 'book_service') return false;
    const { matter } = await this.reader.read(ask.text);
    if (matter === null || !ofEarlierVisit.has(matter) || isQuestion(ask)) return false;
    return !mayBeMended.has(matter) || !(await this.reader.orders(ask.text));
  }

  private async hadVisit({ actor, reads, now }: TurnContext): Promise<boolean> {
    const visits = await this.visits.visitsOf(this.toolbox.inHandsOf('coordinator', actor, reads), false);
    const since = now.getTime() - recentDays * 86_400_000;
    return visits.some(({ startsAt }) => new Date(startsAt) <= now && Date.parse(startsAt) >= since);
  }

  /** A question is answered for itself, unless it is what is wished for. */
  private async isStory(ask: AskedIntent, entities: readonly Entity[], isOpen: boolean): Promise<boolean> {
    const isUnclear = !isSure(ask) && !ofVisits.has(intentOf(ask));
    if (!isUnclear && !storyLike.has(intentOf(ask))) return false;
    const { matter, wishes } = await this.reader.read(ask.text);
    if (intentOf(ask) === 'book_service' && saysWhere(ask, entities)) return false;
    if (matter !== null || wishes.length > 0) return true;
    return !isOpen && !isQuestion(ask) && !(await this.reader.orders(ask.text));
  }
}

/** Whoever says where wants somebody there: of a visit that was, that is known. */
function saysWhere(ask: AskedIntent, entities: readonly Entity[]): boolean {
  return entities.some(({ type, start, end }) => type === 'pincode' && start >= ask.start && end <= ask.end);
}

function isSure({ intents }: AskedIntent): boolean {
  return (intents[0]?.confidence ?? 0) >= surely;
}

function isQuestion({ text }: AskedIntent): boolean {
  return text.trimEnd().endsWith('?');
}

function intentOf({ intents }: AskedIntent): string {
  return intents[0]?.name ?? '';
}
