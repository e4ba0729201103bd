// Telling an address in a message in which nobody asked for it.
import type { Entity } from '#libs/nlu';
import type { AskedIntent, TurnUnderstanding } from '../language/language-understander.js';
import { clearService } from '../language/service.recogniser.js';
import type { TextPart } from './text-parts.js';
import {
  hasDetail,
  hasHouseNumber,
  hasSigns,
  hasSpeech,
  hasUnit,
  hasWay,
  hasWords,
  isHouseAndWay,
  looksLikeAddress,
  namesPlace,
  isContact,
  type FoundAddress,
} from './address-signs.js';

export interface AddressPart extends TextPart {
  /** Of the ask that it is part of. */
  intent: string | undefined;
  namesService: boolean;
}

/** "my address is", "change the address to", "the address is wrong" */
const cue =
  /^.*?(?:\b(?:address|addr|pata)\b|पता)\s*(?:is|hai|to|as|:|-|=|है)*\s*(?:actually|now|wrong|incorrect|galat|different)*\s*/iu;
const lead =
  /^(?:(?:hi|hello|ok|okay|sure|yes|haan|ji|so|and|also|please|actually|it is|it's|its|come to|(?:i|we) (?:live|stay) (?:at|in)|(?:i am|i'm|im|we are|we're) (?:at|in)|at|in|from|mein|main|me|par|pe|yahan|ka|ke|(?:mera|hamara) ghar|my (?:home|house|flat))\b[\s,.!:-]*)*/i;
/** "3 units, address Unit 4B Sapphire Plaza": what is said to be the address begins there. */
const leadingToAddress =
  /^.*[\s,](?:(?:full|complete|my|our|the) )?(?:address|addr|pata)\s*(?:is|hai|:|-|=)*\s+(?=\S{2})/iu;
/** What leads on to the day or the rest of the sentence: "… Road ko", "… Enclave hai". */
const tail =
  /(?:[\s,.;:!।-]|(?<![\p{L}\p{M}])(?:at|on|by|for|around|hai|h|ko|mein|me|par|pe|pr|ka|ke|ki|se|है|को|में|पर|का|के|की|से)(?![\p{L}\p{M}]))+$/iu;
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

/** An address among the parts of `asks`. */
export function addressAmong(heard: TurnUnderstanding, asks: readonly AskedIntent[]): FoundAddress | null {
  const parts = asks.flatMap((ask) =>
    ask.parts.map(({ text, start, end, guess }) => {
      const clear = guess.service !== null && guess.confidence >= clearService;
      return { text, start, end, intent: ask.intents[0]?.name, namesService: clear };
    }),
  );
  return addressIn(heard.text, parts, heard.entities);
}

/**
 * The most likely address in a message that was no answer to the question for it; null when there is none.
 * @param parts of the message that may hold one, in order
 */
export function addressIn(
  text: string,
  parts: readonly AddressPart[],
  entities: readonly Entity[],
): FoundAddress | null {
  const besidePincode = entities.some(({ type }) => type === 'pincode');
  const cut = entities.filter((entity) => isFact(entity, text));
  const found = runIn(text, parts, cut);
  if (!found) return null;
  const led = leadingToAddress.exec(text.slice(found.start, found.end))?.[0].length ?? 0;
  const run = { start: found.start + led, end: found.end };
  const line = tidy(without(text, cut, run.start, run.end));
  if (line.length < 5 || line.length > 300 || !hasWords(line.replace(filler, ''))) return null;
  const told = cue.test(text.slice(0, run.end)) && willDo(line, parts);
  return told || looksLikeAddress(line, besidePincode) ? { ...run, line } : null;
}

/** Said to be the address. */
function willDo(line: string, parts: readonly AddressPart[]): boolean {
  const onlyDetails = parts.every(({ intent }) => intent === 'provide_details');
  const likely = hasHouseNumber(line) || hasWay(line) || line.includes(',');
  return likely || (onlyDetails && line.split(' ').length >= 3);
}

/** From the first part that shows a sign of an address to the last that goes on with it. */
function runIn(
  text: string,
  parts: readonly AddressPart[],
  cut: readonly Entity[],
): { start: number; end: number } | null {
  let run: { start: number; end: number } | null = null;
  for (const part of parts) {
    const words = without(text, cut, part.start, part.end).trim();
    const signs = hasUnit(words) || hasWay(words) || hasHouseNumber(words);
    if (run) {
      const goesOn = signs || hasDetail(words);
      const comma = !/[.?!;।]/.test(text.slice(run.end, part.start));
      const soFar = without(text, cut, run.start, run.end);
      // A new sentence that is clearly an address, after one that only might have been.
      if (!comma && hasSigns(words) && !hasSigns(soFar)) {
        run = { start: part.start, end: part.end };
        continue;
      }
      if (part.namesService && !goesOn) return run;
      if (words !== '' && !goesOn && (!comma || elsewhere.has(part.intent ?? '') || hasSpeech(words)))
        return run;
      if (words !== '') run = { start: run.start, end: part.end };
    } else {
      const start = startIn(text, part, cut, signs);
      if (start !== null && words !== '') run = { start, end: part.end };
    }
  }
  return run;
}

function startIn(text: string, part: AddressPart, cut: readonly Entity[], signs: boolean): number | null {
  const said = text.slice(part.start, part.end);
  const afterCue = cue.exec(said)?.[0].length;
  if (afterCue !== undefined) return afterCue < said.length ? part.start + afterCue : null;
  if (!part.namesService || isHouseAndWay(without(text, cut, part.start, part.end)))
    return signs ? part.start : null;
  // "plumber at flat 302", "plumber tomorrow 5 pm flat 302": it begins after the word or the fact that leads to it.
  const leads = [...said.matchAll(/\b(?:at|in|is|to)\s+/gi)].map(
    ({ index, 0: { length } }) => index + length,
  );
  const facts = cut.map(({ end }) => end - part.start).filter((end) => end > 0 && end < said.length);
  const starts = [...leads, ...facts].sort((a, b) => b - a);
  const begins = starts.find((from) => hasSigns(said.slice(from)));
  return begins === undefined ? null : part.start + begins;
}

/** Belongs to the rest of the message. */
function isFact({ type, start, end, confidence, text: said }: Entity, text: string): boolean {
  if (type === 'pincode') return isContact({ type, start, end }, text);
  if (type === 'phone' || type === 'email' || type === 'price') return true;
  if (type !== 'date' && type !== 'time' && type !== 'time_range') return false;
  if (namesPlace(text.slice(end)) && !/[:]|(?:am|pm)$/i.test(said)) return false;
  return confidence > 0.6;
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
    .trimStart()
    .replace(lead, '')
    .replace(/\s+,/g, ',')
    .replace(/,(?:\s*,)+/g, ',')
    .replace(tail, '')
    .replace(/^[\s,.;:-]+/, '');
}
