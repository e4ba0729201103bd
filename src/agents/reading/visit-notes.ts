// What a customer wants the person who comes to know, or makes a condition of a yes: "but please bring a ladder", "only if Hemant comes".
// It becomes a note of the booking, is shown, and is asked about again; what nobody here can promise is said to be a wish.
import type { Entity } from '#libs/nlu';
import { besideYes } from './agreement.js';
import { partsOf } from './text-parts.js';

export interface VisitNote {
  /** As typed, without the yes before it. */
  text: string;
  /** Depends on who comes, or on terms: noted, never promised. */
  isWish: boolean;
  /** Whether its words leave no doubt, so that nothing else needs to be looked for in the message. */
  isClear: boolean;
}

const longestNote = 300;
const joins =
  /^(?:(?:and|but|also|just|only(?! if)|however|though|aur|par|lekin|magar|bas|please|pls|plz|लेकिन|पर|मगर|और|बस)(?![\p{L}\p{M}])[\s,]*)+/iu;
const conditions =
  /^(?:provided|providing|only if|if|unless|as long as|on condition|subject to|assuming|agar|bashart|बशर्ते|अगर)(?![\p{L}\p{M}])/iu;
/** What somebody is told to do at the visit. Hindi has the verb at the end. */
const instructions =
  /^(?:(?:tell|ask|inform|remind) (?:him|her|them|the|that|whoever)\b|(?:bring|carry|park|wear|remember|ring|knock|buzz|enter|note|mind)\b|use (?:the|my|our)\b|call (?:me|us|before|when|once|my|from)\b|phone (?:me|us|before)\b|come (?:with|by|through|from|via|prepared|alone)\b|take (?:the|off)\b|make sure\b|be (?:careful|gentle|polite|quiet)\b|let (?:him|her|them) know\b|(?:do not|don'?t|dont) (?:ring|knock|call|wake|use|park|bring|wear|enter|let)\b)|(?:^|\s)(?:lana|laana|laye|laaye|lekar aa\w*|leke aa\w*|le aana|bata dena|bata do|bol dena|bol do|keh dena|(?:call|phone) kar\w*|dhyan rakh\w*|लाना|लेकर आना|बता देना|फोन करना)\W*$/iu;
/** Whom to tell something, and that it be told: what follows is told, whatever it holds. */
const tells =
  /^(?:(?:please|pls|kindly)\s+)?(?:tell|ask|inform|remind|let) (?:him|her|them|(?:the|your) (?!price|cost|rate|charge|total|time|date|amount)\p{L}+|whoever \p{L}+)\b|^(?!(?:aap|tum|mujh)\b)(?:(?:\p{L}+ ){1,3}(?:ko|se)|unse|unko|usko|usse|unhe[nm]?) (?:bol|bata|bataa|keh|kah|kahiye|kehna|boliye|bolna|bataiye|kahna)(?: ?(?:dena|do|de|dijiye|dijiyega|dijie))?(?= \p{L})|^(?:[\p{L}\p{M}]+ ){0,3}?(?:(?:[\p{L}\p{M}]+ )?(?:को|से)|उनसे|उन्हें|उनको|उससे) (?:कह|कहिए|कहना|बोल|बोलिए|बोलना|बता|बताइए|बताना)(?: ?(?:देना|दो|दीजिए|दीजिएगा))?(?= [\p{L}\p{M}])/iu;
/** "Call before you come", in the order of Hindi. */
const callsBefore =
  /(?<![\p{L}\p{M}])(?:(?:aane|nikalne) se pehle|pehle|आने से पहले|पहले) (?:\p{L}+ )?(?:call|phone|fone|कॉल|फोन|फ़ोन)(?![\p{L}\p{M}])|(?:call|phone|कॉल|फोन|फ़ोन) (?:karke|kar ke|krke|करके) (?:aa\p{L}*|आ[\p{L}\p{M}]*)/iu;
const persons =
  /\b(?:lady|ladies|woman|women|female|male|gents?|man|senior|experienced|expert|elderly|young|same (?:person|guy|technician|man|one)|(?:different|other|another) (?:person|guy|technician|man)|someone else|somebody else|mahila|aurat|admi|aadmi|hindi speaking|kannada speaking|tamil speaking)\b|महिला/iu;
/** Says itself that it is one, whatever it holds: "note: gate code 4411, ring at 5". */
const marked =
  /^(?:(?:please|pls)\s+)?(?:\p{L}+ ke liye (?:ek |yeh? )?)?(?:notes?|message|msg|instructions?|नोट)(?:\s+(?:for (?:him|her|them|the (?:visit|team|technician|professional|worker|plumber|electrician|carpenter|cleaners?|painter|staff))|to (?:him|her|them|the team)|that|down|likh (?:do|dena|lo|dijiye|lijiye)|kar (?:do|lo|lijiye)|लिख (?:दो|लो|दीजिए)))*\s*[:–-]\s*(?=\S)|^(?:(?:please|pls|kindly)\s+)?(?:note|remember) (?:down )?that\s+(?=\S)/iu;
/** Of the visit's time it is no instruction: "bring it forward by an hour". */
const movesIt = /^(?:bring|take|make|push|move) (?:it|this|the (?:visit|time|booking))\b/i;
/** Puts off, doubts or asks: no note, whatever follows. */
const hesitates =
  /[?？]|^(?:no|not|nahi|nahin|what|when|who|whom|which|where|why|how|is|are|was|can|could|will|would|do|does|did|should|shall|may|i have a|have|kya|kab|kaun|kitn\w*|kaise|kyu\w*|क्या|कब|कौन|कितन)(?![\p{L}\p{M}])|\b(?:wait|hold on|minute|moment|second|think|thinking|soch\w*|later|understand|understood|got it|not sure|not now|abhi nahi|first|pehle|decide|cancel\w*|confirm\w*|rather|instead|change|actually|ruk\w*)\b|रुक|सोच|नहीं/iu;
/** Of these the booking itself knows: it is changed, not noted. */
const ofTheBooking =
  /\b(?:address|pata|pin ?code|date|day|time|timing|slot|service|price|total|amount|quantity|yes|book)\b|पता|समय/iu;
const factual = new Set<Entity['type']>(['date', 'time', 'time_range', 'pincode', 'phone', 'number']);

/** "Tell him the lift is broken", "call before you come": whatever it sounds like, it is said to whoever comes. */
export function isForWhoeverComes(text: string): boolean {
  return !/[?？]/.test(text) && (tells.test(text) || callsBefore.test(text));
}

/** @param entities of `text` */
export function visitNoteIn(text: string, entities: readonly Entity[]): VisitNote | null {
  const beside = besideYes(text);
  const said = beside ?? text.trim();
  const mark = marked.exec(said)?.[0].length;
  if (mark !== undefined && said.length - mark <= longestNote)
    return { text: said.slice(mark).trim(), isWish: false, isClear: true };
  const joined = joins.exec(said)?.[0].length ?? 0;
  const rest = said.slice(joined);
  const words = rest.split(/\s+/).length;
  const isTold = isForWhoeverComes(rest);
  if (words < 2 || rest.length > longestNote) return null;
  if (!isTold && (hesitates.test(rest) || ofTheBooking.test(rest))) return null;
  const instructs = isTold || (instructions.test(rest) && !movesIt.test(rest));
  // "Tell him the gate code is 4411": a number of whom is told something is none of the booking.
  const facts = entities.filter(({ type }) => factual.has(type) && !(instructs && type === 'number'));
  if (facts.length > 0) return null;
  const isConditional = conditions.test(rest);
  const isPersonal = (!isTold && persons.test(rest)) || /^(?:not )?(?:him|her)\b/i.test(rest);
  const isJoined = joined > 0 || isConditional || /^with\b/i.test(rest);
  const isClear = instructs || (isPersonal && (beside !== null || isJoined));
  if (!isClear && (beside === null || !isJoined)) return null;
  return { text: rest.replace(/[\s,;:–—-]+$/u, ''), isWish: isPersonal || !instructs, isClear };
}

/** What whoever comes is told along with the wish for the visit: "fan repair tomorrow, and please bring a long ladder". */
export function visitNotesAmong(text: string, entities: readonly Entity[]): string[] {
  // "… at 9. Message for the team: use the service lift": what is marked as a note is one up to the end of its sentence.
  const sentence = text.split(/(?<=[.!?\n।])\s+/u).find((each) => marked.test(each));
  const note = sentence?.replace(marked, '').replace(/[\s.]+$/u, '');
  if (note && note.length <= longestNote)
    return [note, ...visitNotesAmong(text.replace(sentence!, ''), entities)];
  return partsOf(text).flatMap((part) => {
    const within = entities.filter(({ start, end }) => start >= part.start && end <= part.end);
    const note = visitNoteIn(part.text, within);
    return note?.isClear && !note.isWish ? [note.text] : [];
  });
}
