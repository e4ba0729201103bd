// From what was heard to who does what: pure, with the situation that the message came into. The same words mean different things in
// different situations: "move it to five" changes what is being arranged, or a visit that exists.
import { readAgreement, type Agreement } from '../reading/agreement.js';
import { asksForEarlier, asksToMove, asksWhen } from '../reading/visit-question.js';
import { termsAskedIn } from '../reading/terms-question.js';
import { addressAmong } from '../reading/address-reader.js';
import { clearService } from '../language/service.recogniser.js';
import { isForWhoeverComes } from '../reading/visit-notes.js';
import type { AskedIntent, TurnUnderstanding } from '../language/language-understander.js';
import type { ServiceFocus } from './agent.js';
import type { AgentDirectory } from './agent-registry.js';

export interface Situation {
  agents: AgentDirectory;
  /** Whose question is open. */
  front: string | null;
  /** Whether the whole message answers that question, as its agent sees it. */
  isAnswer: boolean;
  focus: ServiceFocus | null;
  /** Whether an ask that could be about what is being arranged is about a visit that exists. */
  meansVisit: (ask: AskedIntent) => boolean;
  /** By which intent an ask is about a complaint, whatever it sounds like; `nothing` for mere anger, null for anything else. */
  ofComplaint: (ask: AskedIntent) => 'report_complaint' | 'complaint_status' | 'nothing' | null;
  /** Whether the message is nothing but what whoever comes shall know, and there is a visit for it. */
  isVisitNote: boolean;
  /** Whether a visit that exists was talked about last: a change is one of that. */
  isAboutVisit: boolean;
  /** Who alone answered the message before, and takes what goes on with it. */
  followedUp?: string | null;
  /** Whether danger is heard, and is of a kind that a visit mends once all are safe. */
  danger: { isMendedByVisit: boolean } | null;
}

/** An agent's part in a turn: the asks that are its own, and, for a frame, those of other frames, which it does not hear. */
export interface Command {
  agent: string;
  own: AskedIntent[];
  unheard: AskedIntent[];
  /** It was switched off while its question was open: it says so, and nothing of what it was arranging is left. */
  isClosed?: boolean;
}

/** What is taken up later, in the words in which it was asked. */
export interface AgendaItem {
  agent: string;
  text: string;
}

export interface TurnPlan {
  now: Command[];
  later: AgendaItem[];
}

/** Said along the way: worth an answer only when nothing else was said. */
const courtesies = new Set(['greet', 'thanks', 'goodbye']);
/** With these a message still asks for nothing but the answer before. */
const besideRepeat = new Set(['repeat', 'affirm', 'deny']);
/** "And on waterproofing?": a few words that ask nothing without what was asked before. */
const goesOn = /^(?:and|what about|how about|aur|और)(?![\p{L}\p{M}])(?: [^\s?]+){1,6}\s*\?*$/iu;
/** After these nothing is left to ask. */
const conclusive = new Set(['goodbye', 'repeat']);
/** Said of a visit that exists, these ask for what is named; said of what is being arranged, they are about that. */
const askedOfVisit: Readonly<Record<string, string>> = {
  change_details: 'reschedule_booking',
  abandon: 'cancel_booking',
};
/** Whether an intent is about what is open, and about a visit where nothing is. */
export function isAskedOfVisit(intent: string | undefined): boolean {
  return intent !== undefined && askedOfVisit[intent] !== undefined;
}

/** What a question for the terms of a visit is heard as. */
const inTermsQuestions = new Set(['ask_policy', 'ask_price', 'cancel_booking', 'reschedule_booking']);
/** What a question for a visit that is booked is heard as, beside its own. */
const inStatusQuestions = new Set(['ask_price', 'ask_service_info', 'ask_availability']);
/** Belong to whatever is asked for beside them. */
const details = new Set(['provide_details', 'change_details', 'affirm', 'deny']);
/** What the words of a note may be taken for. */
const noteLike = new Set(['request_callback', 'talk_to_human', 'visit_note']);
const facts = new Set(['date', 'time', 'time_range', 'pincode']);

/** What each agent is to answer, at most one frame among them; what other frames are asked for comes later. */
export function interpret(heard: TurnUnderstanding, situation: Situation): TurnPlan {
  const { agents, front, focus, danger } = situation;
  const only = (agent: string): TurnPlan => ({ now: [{ agent, own: [], unheard: [] }], later: [] });
  if (danger && agents.forDanger)
    return {
      ...only(agents.forDanger.name),
      later: danger.isMendedByVisit ? askedBeside(heard, situation) : [],
    };
  // A plain yes, no or "cancel it" answers the open question, however it sounds.
  const agreement = readAgreement(heard.text);
  if (front && (situation.isAnswer || (agreement !== 'other' && !givesUpVisit(heard, agreement, situation))))
    return only(front);
  if (!front && situation.isVisitNote) return only(agents.forIntent('visit_note').name);
  const intents = heard.asks.flatMap((ask) => ask.intents.slice(0, 1).map(({ name }) => name));
  if (intents.length > 0 && intents.every((name) => conclusive.has(name))) return only(agents.fallback.name);
  if (!front && focus && !focus.isArranged && asksOn(heard, intents)) return only(focus.by);
  if (!front && situation.followedUp && goesOn.test(heard.text)) return only(situation.followedUp);
  const meant = intents.filter((name) => !courtesies.has(name));
  // "No, come again?": the answer before is said again, and nothing is added to it.
  if (meant.includes('repeat') && meant.every((name) => besideRepeat.has(name)))
    return only(agents.fallback.name);

  const claims = claimsOf(heard, situation);
  const frames = agents.declarations.filter(({ kind }) => kind === 'frame').map(({ name }) => name);
  const claimed = [...new Set(claims.map(({ agent }) => agent))];
  if (claimed.length === 0 && focus && heard.entities.some(({ type }) => facts.has(type)))
    claimed.push(agents.forIntent('provide_details').name);
  if (claimed.length === 0 && (!front || intents.length > 0)) claimed.push(agents.fallback.name);
  const asked = claimed.filter((name) => frames.includes(name));
  // After an aside the open question is put again; a new matter interrupts it, unless it was told something as well.
  // Of two about the same the one that is asked for takes the place of the open one: "no, do not cancel, move it".
  const rival = front && asked.find((name) => agents.haveSameSubject(name, front));
  const frame = rival || (front && (asked.length === 0 || asked.includes(front)) ? front : asked[0]);
  const ownOf = (agent: string): AskedIntent[] =>
    claims.filter((claim) => claim.agent === agent).map(({ ask }) => ask);
  const unheardBy = (agent: string): AskedIntent[] =>
    asked.includes(agent) ? asked.filter((other) => other !== agent).flatMap(ownOf) : [];
  const names = new Set([...claimed.filter((name) => !asked.includes(name)), ...(frame ? [frame] : [])]);
  return {
    now: agents.inOrder(names).map((agent) => ({ agent, own: ownOf(agent), unheard: unheardBy(agent) })),
    later: asked
      .filter((agent) => agent !== frame && !(rival && agent === front))
      .map((agent) => ({ agent, text: textOf(ownOf(agent)) })),
  };
}

/** What a frame is asked for in the same breath as danger is told of: taken up when all are safe. */
function askedBeside(heard: TurnUnderstanding, situation: Situation): AgendaItem[] {
  const claims = claimsOf(heard, situation);
  const askers = claims.filter(({ ask }) => !isDetail(ask, situation)).map(({ agent }) => agent);
  const frames = [...new Set(askers)].filter((name) => situation.agents.named(name).kind === 'frame');
  return frames.map((agent) => {
    const own = claims.filter((claim) => claim.agent === agent).map(({ ask }) => ask);
    return { agent, text: textOf(own) };
  });
}

function textOf(asks: readonly AskedIntent[]): string {
  return asks.map(({ text }) => text).join(', ');
}

/** "Cancel the booking" while something else about a visit is arranged drops more than that. */
function givesUpVisit(
  { asks }: TurnUnderstanding,
  agreement: Agreement,
  { agents, front }: Situation,
): boolean {
  if (agreement !== 'stop' || !asks.some(({ intents }) => intents[0]?.name === 'cancel_booking'))
    return false;
  const { name, absorbs = [] } = agents.named(front!);
  return agents.forIntent('cancel_booking').name !== name && !absorbs.includes('cancel_booking');
}

interface Claim {
  agent: string;
  ask: AskedIntent;
}

/** Whose each ask is; a mere detail goes with the frame that was asked for before it, else with the open question, else with what follows. */
function claimsOf(heard: TurnUnderstanding, situation: Situation): Claim[] {
  const { agents, front } = situation;
  const isFrame = (name: string): boolean => agents.named(name).kind === 'frame';
  const terms = termsAskedIn(heard.text) ? agents.forIntent('ask_terms').name : null;
  const isStatus = heard.asks.some((ask) => asksOfVisitBooked(ask, situation));
  const cancels = heard.asks.some(({ intents }) => intents[0]?.name === 'cancel_booking');
  const agentOf = (ask: AskedIntent): string | null => {
    const ofComplaint = situation.ofComplaint(ask);
    if (ofComplaint) return ofComplaint === 'nothing' ? null : agents.forIntent(ofComplaint).name;
    if (terms && asksTerms(ask, situation)) return terms;
    // "… and how much?"
    if (isStatus && inStatusQuestions.has(ask.intents[0]?.name ?? ''))
      return agents.forIntent('booking_status').name;
    // "Anything earlier?" is earlier than the visit that there is.
    if (
      !front &&
      ask.intents[0]?.name === 'ask_availability' &&
      asksForEarlier(ask.text) &&
      situation.meansVisit(ask)
    )
      return agents.forIntent('reschedule_booking').name;
    // "Cancel the repair, it is a gas refill that I need": another service is no change of the visit.
    const isAnother = cancels && ask.intents[0]?.name === 'change_details' && namesService(ask);
    return isAnother ? agents.forIntent('book_service').name : agentFor(ask, situation);
  };
  const direct = absorbed(
    heard.asks.map((ask) => ({ ask, agent: agentOf(ask) })),
    situation,
  );
  return direct.flatMap(({ ask, agent }, index): Claim[] => {
    if (agent === null) return [];
    if (!isDetail(ask, situation)) return [{ agent, ask }];
    const asksForFrame = (other: (typeof direct)[number]): boolean =>
      other.agent !== null && isFrame(other.agent) && !isDetail(other.ask, situation);
    const before = direct.slice(0, index).findLast(asksForFrame)?.agent;
    const after = direct.slice(index + 1).find(asksForFrame)?.agent;
    return [{ ask, agent: before ?? front ?? after ?? agent }];
  });
}

/** "What time is the sofa cleaning and how much?", of one that is booked. */
function asksOfVisitBooked(ask: AskedIntent, { front, meansVisit }: Situation): boolean {
  const intent = ask.intents[0]?.name ?? '';
  const isQuestion = (intent === 'booking_status' || inStatusQuestions.has(intent)) && asksWhen(ask.text);
  return !front && isQuestion && namesService(ask) && (intent === 'booking_status' || meansVisit(ask));
}

function namesService({ guess }: AskedIntent): boolean {
  return guess.service !== null && guess.confidence >= clearService;
}

/** Of a message that asks what cancelling or moving costs: whether it is the visit at hand, or one that exists, which this ask is about. */
function asksTerms(ask: AskedIntent, { agents, front, meansVisit }: Situation): boolean {
  if (!inTermsQuestions.has(ask.intents[0]?.name ?? '')) return false;
  const { subject } = agents.forIntent('cancel_booking');
  return front ? subject !== undefined && agents.named(front).subject === subject : meansVisit(ask);
}

interface OpenClaim {
  /** Null for what asks for nothing by itself. */
  agent: string | null;
  ask: AskedIntent;
}

/** "Cancel that", "make it four": what no visit that exists is meant by goes to what is being arranged, or asked for beside it. */
function absorbed(claims: OpenClaim[], situation: Situation): OpenClaim[] {
  const { agents, front, meansVisit } = situation;
  const asked = claims.filter(({ ask }) => !isDetail(ask, situation));
  const takers = front ? [front] : asked.flatMap(({ agent }) => agent ?? []);
  return claims.map((claim) => {
    if (situation.ofComplaint(claim.ask)) return claim;
    const intent = claim.ask.intents[0]?.name ?? '';
    // "Shifting on Sunday: AC uninstallation on Saturday" moves no visit.
    const names = !front && namesService(claim.ask);
    const taker = [...takers, ...(names ? [agents.forIntent('book_service').name] : [])].find((name) =>
      agents.named(name).absorbs?.includes(intent),
    );
    return taker && !meansVisit(claim.ask) ? { ...claim, agent: taker } : claim;
  });
}

function isDetail(ask: AskedIntent, situation: Situation): boolean {
  const name = ask.intents[0]?.name ?? '';
  // "Tell him to call before he comes" is a note of what is being arranged, and asks nobody for a call.
  if (situation.front !== null && noteLike.has(name) && isForWhoeverComes(ask.text)) return true;
  const isOfVisit = ofVisitAtHand(name, ask.text, situation) !== null;
  return details.has(name) && !isOfVisit && !situation.ofComplaint(ask);
}

/** What a change, or a wish to drop something, asks for where a visit that exists is talked about; null where it is of something else. */
function ofVisitAtHand(
  intent: string,
  text: string,
  { agents, front, isAboutVisit }: Situation,
): string | null {
  if (!front) return isAboutVisit ? (askedOfVisit[intent] ?? null) : null;
  // "No, make it Sunday instead", to the question whether to cancel.
  const { subject } = agents.forIntent('cancel_booking');
  const isAboutSame = subject !== undefined && agents.named(front).subject === subject;
  return isAboutSame && intent === 'change_details' && asksToMove(text) ? askedOfVisit[intent]! : null;
}

/** By its intent alone; null for what asks for nothing by itself. */
function agentFor(ask: AskedIntent, situation: Situation): string | null {
  const { agents } = situation;
  const heard = ask.intents[0]?.name;
  const intent = heard && (ofVisitAtHand(heard, ask.text, situation) ?? heard);
  if (intent === undefined) {
    return namesService(ask) ? agents.forIntent('book_service').name : null;
  }
  return courtesies.has(intent) || intent === 'repeat' ? null : agents.forIntent(intent).name;
}

/** "And for 3 bhk?", "and in 411001?": the same question about something else. */
function asksOn(heard: TurnUnderstanding, intents: readonly string[]): boolean {
  const { asks, entities } = heard;
  const onlyDetails = intents.length > 0 && intents.every((name) => name === 'provide_details');
  const saysWhen = entities.some(({ type }) => type === 'date' || type === 'time' || type === 'time_range');
  if (addressAmong(heard, asks)) return false;
  return onlyDetails && !saysWhen && !asks.some((ask) => ask.guess.confidence >= clearService);
}

/** The message as an agent hears it: blanks in the place of what was said to another frame, so that positions stay. */
export function heardWithout(heard: TurnUnderstanding, unheard: readonly AskedIntent[]): TurnUnderstanding {
  if (unheard.length === 0) return heard;
  const isHeard = ({ start, end }: { start: number; end: number }): boolean =>
    !unheard.some((ask) => start < ask.end && end > ask.start);
  return {
    ...heard,
    text: unheard.reduce(
      (rest, { start, end }) => rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end),
      heard.text,
    ),
    asks: heard.asks.filter(isHeard),
    entities: heard.entities.filter(isHeard),
    excluded: heard.excluded.filter(isHeard),
    unread: heard.unread.filter(isHeard),
  };
}
