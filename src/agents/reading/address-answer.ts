// The answer to "what is the address?": an address, kept as it was typed. Streets, wards and houses are named after days, months, dates,
// times and commands ("Shukrawar Peth", "15 August Marg", "Cancel Road"); only what clearly stands outside of it is something else.
import type { Entity } from '#libs/nlu';
import {
  hasDetail,
  hasHouseNumber,
  hasSigns,
  hasSpeech,
  hasWay,
  hasWords,
  isContact,
  type FoundAddress,
} from './address-signs.js';

interface Stretch {
  start: number;
  end: number;
}
type Heard = Pick<Stretch, 'start' | 'end'> & { intents: readonly { name: string }[] };

const shortest = 5;
const longest = 300;
const border = /[,;\n।]+|\.+(?=\s|$)|[!]+/gu;
const whenTypes = new Set<Entity['type']>(['date', 'time', 'time_range']);
/** What may stand beside a day or a time that is no part of the address: "and make it 5 pm", "come tomorrow at 10". */
const whenWords =
  /(?<![\p{L}\p{M}])(?:and|also|but|or|so|please|pls|ok|okay|make|it|that|the|a|at|on|by|around|after|before|from|till|until|between|come|visit|send|someone|him|them|change|day|date|time|timing|to|for|is|will|be|would|better|fine|good|best|instead|not|only|now|i|am|we|are|available|free|home|can|you|in|kar|karo|do|dijiye|ko|pe|par|tak|ke|ka|baje|aana|aaiye|aao|bhej|bhejo|aur|नहीं|को|पर|बजे|आना)(?![\p{L}\p{M}])/giu;
/** "… , and please also send a carpenter", "… and how much will it be" */
const somethingElse =
  /^(?:(?:and|also|but|aur)\s+)*(?:please\s+)?(?:(?:i|we) (?:also )?(?:need|want|have)|also (?:need|want|send|a|an)|send\b|how much|how many|what|when|why|who|do you|can (?:you|i)|could you|will (?:you|it)|is (?:it|there|the)|are you|does)\b/i;
const question =
  /[?？]\s*$|^\W*(?:what|when|why|who|which|how|where|do you|can (?:you|i)|could you|will you|is (?:it|there|the)|are you|does|kya|kab|kaun|kyu\w*|kitn\w*|kaise|क्या|कब|कौन|कितन\S*)(?![\p{L}\p{M}])/iu;
const intro =
  /^(?:(?:hi|hello|ok|okay|yes|yeah|sure|haan|ji|so|and|also|please|actually|sorry)(?:[,.!:;–-]+\s*|\s+(?=\d|my\b|our\b|the address|address|it\b|it'?s\b|to\b|at\b|come\b)))*(?:(?:(?:my|our|the|full|complete|correct|new) )*(?:address|addr|pata|पता)\s*(?:is|will be|hai|है|:|-|=)+\s*|(?:it is|it's|its|come to|please come to|i live (?:at|in)|we live (?:at|in)|i am at|i'm at|we are at|to|at)\s+(?=\S))*/iu;
/** "Same as above" points to what only the speaker sees. */
const pointer =
  /^\W*(?:(?:the\s+)?same(?:\s+(?:as|to)\b.*|\s+one|\s+place)?|as (?:above|before|earlier)|(?:already|i) (?:told|gave|given|sent|shared)\b.*|see above|upar wala|wahi|वही)\W*$/iu;
const pincodeLead = /(?:\b(?:pin ?code|pin|zip(?: ?code)?|postal code)\b\s*(?:is|no|number)?\W{0,3})?$/i;
const phoneLead =
  /(?:\b(?:(?:my )?(?:phone|mobile|mob|contact|ph|cell|whatsapp)(?: (?:no|number))?|call (?:me )?(?:on|at))\b\.?\s*(?:is|on|at)?\W{0,3})?$/i;
/** These say something else, unless they show what an address is made of. */
const elsewhere = new Set(['greet', 'thanks', 'goodbye', 'recall', 'repeat', 'help', 'talk_to_human', 'deny', 'affirm', 'abandon', 'cancel_booking', 'change_details', 'report_complaint', 'ask_policy', 'ask_price', 'ask_service_info', 'ask_availability', 'booking_status', 'complaint_status', 'reschedule_booking']); // prettier-ignore
const filler =
  /(?<![\p{L}\p{M}])(?:instead|better|nah|no|not|yes|please|pls|too|early|late|is|it|that|the|make|ok|okay|only|now|then)(?![\p{L}\p{M}])/giu;

/** Null when the message is no address: a question, a wish for another time, a pincode alone. */
export function addressAnswer(
  text: string,
  asks: readonly Heard[],
  entities: readonly Entity[],
): FoundAddress | null {
  const outside = outsideOf(text, entities);
  const first = inner(text, outside);
  if (!first) return null;
  const { start, end } = first;
  const facts = entities.filter(
    (entity) => isContact(entity, text) && entity.start >= start && entity.end <= end,
  );
  const line = lineOf(text, start, end, [
    ...facts,
    ...outside.filter((each) => each.start >= start && each.end <= end),
  ]);
  if (line.length < shortest || line.length > longest || pointer.test(line)) return null;
  return isAddress(text, line, asks) ? { line, start, end } : null;
}

/** Whether a message only points to an address that was said elsewhere. */
export function pointsToAddress(text: string): boolean {
  return pointer.test(text);
}

function isAddress(text: string, line: string, asks: readonly Heard[]): boolean {
  if (!hasWords(line.replace(filler, ''))) return false;
  const strong = hasSigns(line) || (hasHouseNumber(line) && line.includes(','));
  if (question.test(text)) return strong && !/^\W*(?:how|why|when|who)/i.test(text);
  if (strong) return true;
  if (somethingElse.test(text.trim())) return false;
  const saysElse = asks.some(({ intents }) => elsewhere.has(intents[0]?.name ?? ''));
  const isPlace = hasWay(line) || hasDetail(line);
  const likely = hasHouseNumber(line) || isPlace || line.includes(',');
  // A comma alone makes no address of "leave the plumber, only the fridge".
  if (saysElse)
    return (hasHouseNumber(line) && isPlace) || ((hasHouseNumber(line) || isPlace) && !hasSpeech(line));
  return likely || (line.split(/\s+/).length >= 2 && !hasSpeech(line));
}

/** Parts that speak of when and of nothing else, or that ask for something; and a time that the last part ends with. */
function outsideOf(text: string, entities: readonly Entity[]): Stretch[] {
  const when = entities.filter(({ type }) => whenTypes.has(type));
  const parts = partsOf(text);
  const outside = parts.filter((part, index) => {
    const said = text.slice(part.start, part.end);
    if (index > 0 && somethingElse.test(said.trim())) return true;
    const inside = when.filter(({ start, end }) => start >= part.start && end <= part.end);
    return inside.some(isClear) && !/[\p{L}\p{N}]/u.test(blanked(text, part, inside).replace(whenWords, ' '));
  });
  const last = parts.findLast((part) => !outside.includes(part));
  const tail = last && tailOf(text, last, when);
  return tail ? [...outside, tail] : outside;
}

/** "7, 3rd main tomorrow at 5 pm": from the first of the days and times that end the part, if one of them is a clock time. */
function tailOf(text: string, part: Stretch, when: readonly Entity[]): Stretch | null {
  const inside = when.filter(({ start, end }) => start > part.start && end <= part.end);
  for (const [index, entity] of inside.entries()) {
    const rest = inside.slice(index);
    const stretch = { start: entity.start, end: part.end };
    const tells = rest.some(
      ({ type, text: said }) =>
        type !== 'date' && /\d\s*(?:am|pm|a\.m|p\.m|baje|o'?clock|बजे)|\d:\d/iu.test(said),
    );
    if (tells && !/[\p{L}\p{N}]/u.test(blanked(text, stretch, rest).replace(whenWords, ' '))) {
      const lead = /(?:\s+(?:and|at|on|by|around|come|make it|please|after|before))+\s*$/i.exec(
        text.slice(part.start, entity.start),
      );
      return { start: lead ? part.start + lead.index : entity.start, end: part.end };
    }
  }
  return null;
}

/** A bare number is the number of a house. */
function isClear({ text }: Entity): boolean {
  return /[\p{L}:]/u.test(text) && !/^\d+(?:st|nd|rd|th)$/i.test(text);
}

function partsOf(text: string): Stretch[] {
  const ends = [...text.matchAll(border)].map(({ index, 0: mark }) => ({
    end: index,
    next: index + mark.length,
  }));
  ends.push({ end: text.length, next: text.length });
  return ends
    .map(({ end }, index) => ({ start: ends[index - 1]?.next ?? 0, end }))
    .filter(({ start, end }) => text.slice(start, end).trim() !== '');
}

/** From the first part of the address to the last. */
function inner(text: string, outside: readonly Stretch[]): Stretch | null {
  const own = partsOf(text).filter(
    (part) => !outside.some(({ start, end }) => start <= part.start && end >= part.end),
  );
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last) return null;
  const tail = outside.find(({ start, end }) => start > last.start && end === last.end);
  const lead = intro.exec(text.slice(first.start).trimStart())?.[0].length ?? 0;
  const blank = text.slice(first.start).length - text.slice(first.start).trimStart().length;
  return { start: first.start + blank + lead, end: tail?.start ?? last.end };
}

function lineOf(text: string, from: number, to: number, cut: readonly Stretch[]): string {
  let line = text.slice(from, to);
  for (const { start, end } of [...cut].sort((a, b) => b.start - a.start)) {
    const before = line
      .slice(0, start - from)
      .replace(pincodeLead, '')
      .replace(phoneLead, '');
    line = `${before} ${line.slice(end - from)}`;
  }
  return line
    .replace(/[<>\p{Cc}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\s+([,;])/g, '$1')
    .replace(/([,;])(?:\s*[,;])+/g, '$1')
    .replace(/^[\s,.;:–-]+|[\s,.;:!–-]+$/gu, '');
}

function blanked(text: string, { start, end }: Stretch, inside: readonly Stretch[]): string {
  return inside.reduceRight(
    (rest, each) => `${rest.slice(0, Math.max(0, each.start - start))} ${rest.slice(each.end - start)}`,
    text.slice(start, end),
  );
}
