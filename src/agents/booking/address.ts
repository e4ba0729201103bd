// Telling an address in free text. Addresses have no grammar; these signs separate them well enough from everything else that
// is said in a booking, and the proposal shows the address before anything is written.
import type { Entity } from '#libs/nlu';
import type { Part } from '../language/parts.js';

export interface AddressPart extends Part {
  /** Of the ask that it is part of. */
  intent: string | undefined;
  namesService: boolean;
}

export interface FoundAddress {
  /** Without the pincode, and without what was understood as a time. */
  line: string;
  start: number;
  end: number;
}

/** "flat 302", "wing B-4", "2nd floor", "no 7" */
const unit =
  /\b(?:flat|house|plot|door|room|villa|tower|wing|block|floor|sector|phase|stage|shop|makaan|makan|ghar)\b[\s.:#-]*(?:no\b|number\b)?[\s.:#-]*(?:[a-z]{1,2}[-/ ]?)?\d|\d(?:st|nd|rd|th)?\s+(?:floor|block|stage|phase|sector)\b|\bh\.? ?no\b|(?:^|,)\s*(?:no|number)\b\.?\s*\d/i;
/** What the larger things are called. */
const way =
  /\b(?:road|rd|street|st|lane|gali|marg|main|cross|nagar|colony|layout|extension|extn|enclave|society|residency|apartments?|apts?|heights|towers?|avenue|ave|chowk|circle|square|plaza|gardens?|hills?|bazaar|market|chawl|wadi|peth|bhavan|niwas|sadan|kunj|building|bldg|complex|chs|park|vihar|puram|bagh|pg|hostel|near|opp|opposite|behind)\b|रोड|नगर|गली|मकान|क्रॉस|सेक्टर|फ्लैट/iu;
/** "Sunrise Apartments" is no time of the day. */
const building =
  /^\s+(?:villas?|flats|apartments?|apts?|society|residency|enclave|heights|towers?|building|complex|park|nagar|colony|layout|homes|gardens?|plaza|road|street)\b/i;
const houseNumber = /(?:^|,)\s*(?:[a-z]{1,2}[-/ ]?)?\d{1,5}[a-z]?(?:[-/]\d{1,4}[a-z]?)*(?=[\s,]|$)/i;
/** "A-12, Hauz Khas": a number, and a name of more than a word. */
const numberAndName = /^(?:[a-z]{1,2}[-/ ]?)?\d{1,5}[a-z]?(?:[-/]\d{1,4}[a-z]?)*,\s*\p{L}[^,]*\s\p{L}/iu;
/** "22 besant adyar": enough beside a pincode. */
const numberThenName = /^\d{1,5}[a-z]?(?:[-/]\d{1,4}[a-z]?)*[,\s]+\p{L}{3,}\s+\p{L}{3,}/iu;
/** "2 bhk" and "3 seater" are sizes, not house numbers. */
const sizes =
  /\b\d+[\s-]*(?:bhk|bedrooms?|seaters?|seats?|rooms?|acs?|persons?|people|pieces?|items?|fans?|taps?|lights?)\b/gi;
/** "my address is", "change the address to", "the address is wrong" */
const cue =
  /^.*?(?:\b(?:address|addr|pata)\b|पता)\s*(?:is|hai|to|as|:|-|=|है)*\s*(?:actually|now|wrong|incorrect|galat|different)*\s*/iu;
const lead =
  /^(?:(?:hi|hello|ok|okay|sure|yes|haan|ji|so|and|also|please|actually|it is|it's|its|come to|i live at|i live in|i am at|i'm at|at|in)\b[\s,.!:-]*)*/i;
/** "11 is better", "12 instead please" name no place. */
const filler =
  /\b(?:is|was|it|its|will|would|be|make|made|then|now|instead|better|best|fine|good|great|ok|okay|nah|no|not|yes|please|pls|works|work|suits|for|me|us|you|can|could|do|so|too|also|and|or|the|that|this|only|kar|ko|hai|theek|sahi|wala|wali)\b/giu;
/** These say something else than an address, unless they are full of its signs ("No 4, 2nd floor"). */
const elsewhere = new Set([
  'affirm',
  'deny',
  'greet',
  'thanks',
  'goodbye',
  'abandon',
  'recall',
  'repeat',
  'help',
]);

/**
 * The most likely address in `text`; null when there is none.
 * @param parts of the message that may hold one, in order
 * @param expected whether an address was asked for: then less has to speak for it
 */
export function addressIn(
  text: string,
  parts: readonly AddressPart[],
  entities: readonly Entity[],
  expected: boolean,
): FoundAddress | null {
  const besidePincode = entities.some(({ type }) => type === 'pincode');
  const cut = entities.filter((entity) => isFact(entity, text, expected));
  const run = runIn(text, parts, cut, expected);
  if (!run) return null;
  const line = tidy(without(text, cut, run.start, run.end));
  if (line.length < 5 || line.length > 300 || !/\p{L}{2}/u.test(line.replace(filler, ''))) return null;
  // A correction is of anything; of the address it is only when it says so, or looks like one.
  const corrects = parts.some(({ intent }) => intent === 'change_details');
  const asked = (expected && !corrects) || cue.test(text.slice(0, run.end));
  const likely = looksLikeOne(line) || (besidePincode && numberThenName.test(line.replace(sizes, ' ')));
  return likely || (asked && willDo(line, parts)) ? { ...run, line } : null;
}

function looksLikeOne(line: string): boolean {
  return hasSigns(line) || numberAndName.test(line.replace(sizes, ' '));
}

function hasSigns(line: string): boolean {
  const bare = line.replace(sizes, ' ');
  return unit.test(bare) || (/\d/.test(bare) && way.test(bare));
}

/** An answer to "what is the address?". */
function willDo(line: string, parts: readonly AddressPart[]): boolean {
  const onlyDetails = parts.every(({ intent }) => intent === 'provide_details');
  return (
    houseNumber.test(line) ||
    way.test(line) ||
    line.includes(',') ||
    (onlyDetails && line.split(' ').length >= 3)
  );
}

/** From the first part that shows a sign of an address to the last that goes on with it. */
function runIn(
  text: string,
  parts: readonly AddressPart[],
  cut: readonly Entity[],
  expected: boolean,
): { start: number; end: number } | null {
  let run: { start: number; end: number } | null = null;
  for (const part of parts) {
    const words = without(text, cut, part.start, part.end).trim();
    const signs = unit.test(words) || way.test(words) || houseNumber.test(words.replace(sizes, ' '));
    if (run) {
      const comma = !/[.?!;]/.test(text.slice(run.end, part.start));
      const soFar = without(text, cut, run.start, run.end);
      // A new sentence that is clearly an address, after one that only might have been.
      if (!comma && hasSigns(words) && !hasSigns(soFar)) {
        run = { start: part.start, end: part.end };
        continue;
      }
      if (part.namesService && !signs) return run;
      if (words !== '' && !signs && (!comma || elsewhere.has(part.intent ?? ''))) return run;
      if (words !== '') run = { start: run.start, end: part.end };
    } else {
      const start = startIn(text, part, cut, signs, expected);
      if (start !== null && words !== '') run = { start, end: part.end };
    }
  }
  return run;
}

function startIn(
  text: string,
  part: AddressPart,
  cut: readonly Entity[],
  signs: boolean,
  expected: boolean,
): number | null {
  const said = text.slice(part.start, part.end);
  const afterCue = cue.exec(said)?.[0].length;
  if (afterCue !== undefined) return afterCue < said.length ? part.start + afterCue : null;
  if (!part.namesService || (expected && signs))
    return signs || (expected && !elsewhere.has(part.intent ?? '')) ? part.start : null;
  // "plumber at flat 302", "plumber tomorrow 5 pm flat 302": it begins after the word or the fact that leads to it.
  const leads = [...said.matchAll(/\b(?:at|in|is|to)\s+/gi)].map(
    ({ index, 0: { length } }) => index + length,
  );
  const facts = cut.map(({ end }) => end - part.start).filter((end) => end > 0 && end < said.length);
  const starts = [...leads, ...facts].sort((a, b) => b - a);
  const begins = starts.find((from) => hasSigns(said.slice(from)));
  return begins === undefined ? null : part.start + begins;
}

/** Belongs to the rest of the message. A bare number ("12", "8-2") beside an address is a house number. */
function isFact(
  { type, start, end, text: said, confidence }: Entity,
  text: string,
  expected: boolean,
): boolean {
  if (type === 'pincode' || type === 'phone' || type === 'email' || type === 'price') return true;
  if (type !== 'date' && type !== 'time' && type !== 'time_range') return false;
  if (!/\d/.test(said) && building.test(text.slice(end))) return false;
  const bare = !/[\p{L}:]/u.test(said);
  const led = /\b(?:at|by|around|after|before|from|on|till|until)\s*$/i.test(text.slice(0, start));
  return bare && expected ? led : confidence > 0.6;
}

function without(text: string, cut: readonly Entity[], from: number, to: number): string {
  return cut
    .filter(({ start, end }) => start < to && end > from)
    .toReversed()
    .reduce(
      (rest, { start, end }) => `${rest.slice(0, Math.max(0, start - from))} ${rest.slice(end - from)}`,
      text.slice(from, to),
    );
}

function tidy(text: string): string {
  return text
    .replace(/[<>\p{Cc}]/gu, ' ')
    .replace(/\b(?:pin ?code|pin|zip|call me|phone|mobile)\b\s*(?:is|on|:|-)?/gi, ' ')
    .replace(/\s+/g, ' ')
    .replace(lead, '')
    .replace(/\s+,/g, ',')
    .replace(/,(?:\s*,)+/g, ',')
    .replace(/(?:[\s,.;:!-]|\b(?:at|on|by|for|around)\b)+$/i, '')
    .replace(/^[\s,.;:-]+/, '');
}
