// The size, number and extras of a service, as said in a message: "2 bhk", "3 ACs", "with foam wash".
import {
  compileGazetteer,
  inLatin,
  normaliseText,
  readEntities,
  type CompiledGazetteer,
  type Entity,
} from '#libs/nlu';
import { countedNounOf } from './counted-nouns.js';
import { mentionsIn, type ServiceMention } from './service-mention.js';
import type { ServiceRead } from '../agent-tools.js';
import { countIn, type QuantityReading } from './quantity-reader.js';

/** What was said of size or number and cannot be booked as said: to be asked about, never left at what is usual. */
export interface UnclearOption {
  about: 'size' | 'quantity' | 'visits';
  /** As typed; empty where nothing was said. */
  said: string;
  /** Names of the sizes that there are. */
  sizes: string[];
  /** What is counted; missing in what an earlier version kept. */
  unit?: string | null;
}

export interface OptionReading {
  /** Codes of what is wanted; at most one of each group. */
  attributes: string[];
  /** Codes of what is only asked about. */
  asked: string[];
  /** Codes of what is not: owned, or turned down. */
  declined: string[];
  /** Null when no number of units was said. */
  quantity: number | null;
  /** `quantity` is so many more than before; negative: fewer. */
  isMore: boolean;
  unclear: UnclearOption | null;
}

export interface OptionContext {
  now: Date;
  timeZone: string;
  /** Whether a time is asked for: then a number that could be one counts nothing. */
  isTimeAsked?: boolean;
}

const gazetteers = new WeakMap<ServiceRead, CompiledGazetteer>();
const homeSize = /^(?:bhk|rk|bedroom)$/;
/** In Devanagari a unit is a loanword: "दो बीएचके". */
const homeUnit = ({ unit, text }: { unit?: string; text: string }): string | undefined =>
  unit && [unit, inLatin(text).split(/\s+/).at(-1)!].find((each) => homeSize.test(each));

export function optionsIn(service: ServiceRead, text: string, context: OptionContext): OptionReading {
  const { now, timeZone } = context;
  const { entities } = readEntities(text, { now, timeZone });
  const terms = readEntities(text, { now, timeZone, gazetteers: [termsOf(service)] }).entities;
  // "5 bhk" is no part of "2.5 bhk".
  const named = terms.filter(
    (term) =>
      term.type === 'term' &&
      term.list === 'option' &&
      !entities.some(({ start, end }) => start < term.start && end > term.start),
  );
  const noun = countedNounOf(service);
  const mentions = mentionsIn(text, named, (word) => noun?.isNoun(word) ?? false);
  const meant = (mention: ServiceMention): string[] =>
    named.flatMap((entity, index) =>
      mentions[index] === mention && 'value' in entity ? [String(entity.value)] : [],
    );
  const { quantity, isMore, unclear: number } = countedIn(service, text, entities, context);
  const sizes = sizesOf(service).map(({ name }) => name);
  const listed = sizesSaid(service, entities);
  const size = sizes.length > 0 && listed.length === 0 ? unlistedSize(entities, named) : null;
  const about = size ? 'size' : service.unit ? 'quantity' : 'visits';
  const said = size ?? number;
  const unclear = said === null ? null : ({ about, said, sizes, unit: service.unit } as const);
  const isExtra = (code: string): boolean =>
    service.attributes.some((attribute) => attribute.code === code && attribute.group === null);
  const [asked, declined] = [meant('asked'), meant('declined')];
  // Of a group there is always one: "how much is it for 3 bhk?" is about that one.
  const wanted = [...meant('wanted'), ...asked.filter((code) => !isExtra(code)), ...listed];
  return {
    attributes: withoutRivals(service, [], wanted),
    asked: asked.filter(isExtra),
    declined,
    ...{ quantity, isMore, unclear },
  };
}

/** A size may stand between a number and what it counts: "three 1.5 ton ACs". So sizes are taken out first. */
function countedIn(
  service: ServiceRead,
  text: string,
  entities: readonly Entity[],
  context: OptionContext,
): QuantityReading {
  const whole = countIn(service, text, entities, context.isTimeAsked);
  const sizes = entities.filter(({ type }) => type === 'measure');
  if (whole.quantity !== null || whole.unclear !== null || sizes.length === 0) return whole;
  const bare = sizes.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  return countIn(service, bare, readEntities(bare, context).entities, context.isTimeAsked);
}

/**
 * What `text` says to the question about an unclear size or number; nothing when it is no answer to that.
 */
export function optionsAnswering(
  { about }: UnclearOption,
  service: ServiceRead,
  text: string,
  context: OptionContext,
): Partial<Pick<OptionReading, 'attributes' | 'quantity'>> | null {
  const bare = /^\D{0,20}?(\d{1,2})\D{0,20}$/.exec(normaliseText(text))?.[1];
  if (about === 'quantity') {
    // "three" alone: the noun was said in the question.
    const { quantity } = optionsIn(service, bare ?? text, context);
    const count = quantity ?? optionsIn(service, `${bare ?? text.trim()} ${service.unit}`, context).quantity;
    return count === null || count < 1 ? null : { quantity: count };
  }
  const sizes = sizesOf(service);
  const larger = /\b(?:larger|bigger|biggest|largest|bada|badi)\b/i.test(text) && sizes.at(-1);
  const { attributes } = optionsIn(service, bare ? `${bare} bhk` : text, context);
  const size = larger ? larger.code : attributes.find((code) => sizes.some((each) => each.code === code));
  return size === undefined ? null : { attributes: [size] };
}

/** The attributes of which a home has one: its size. */
export function sizesOf({ attributes }: ServiceRead): ServiceRead['attributes'] {
  return attributes.filter(
    ({ group, terms }) => group !== null && terms.some((term) => /\bbhk\b/i.test(term)),
  );
}

/** Sizes of the card in other words than the card's: "ek bhk", "4 bedroom", "दो बीएचके". */
function sizesSaid(service: ServiceRead, entities: readonly Entity[]): string[] {
  return entities.flatMap((entity) => {
    if (entity.type !== 'measure' && entity.type !== 'number') return [];
    const unit = homeUnit(entity);
    if (!unit || unit === 'rk') return [];
    const isSo = ({ name, terms }: ServiceRead['attributes'][number]): boolean =>
      [name, ...terms].some((each) => each.toLowerCase().replaceAll(' ', '') === `${entity.value}bhk`);
    return sizesOf(service)
      .filter(isSo)
      .map(({ code }) => code);
  });
}

/** A size of a home that is none of the card's: "2.5 bhk", "10 bhk". */
function unlistedSize(entities: readonly Entity[], named: readonly Entity[]): string | null {
  const said = entities.find(
    (entity) =>
      (entity.type === 'measure' || entity.type === 'number') &&
      homeUnit(entity) !== undefined &&
      !named.some(({ start, end }) => start <= entity.start && end >= entity.end),
  );
  return said?.text ?? null;
}

/** `before` and `named` together; of two that exclude each other the later one counts. */
export function withoutRivals(
  service: ServiceRead,
  before: readonly string[],
  named: readonly string[],
): string[] {
  const groupOf = new Map(service.attributes.map(({ code, group }) => [code, group ?? code]));
  const chosen = new Map([...before, ...named].map((code) => [groupOf.get(code), code]));
  return [...chosen.values()];
}

function termsOf(service: ServiceRead): CompiledGazetteer {
  let terms = gazetteers.get(service);
  if (!terms) {
    const entries = service.attributes.map(({ code, name, terms: said }) => ({
      value: code,
      terms: [name, ...said],
    }));
    terms = compileGazetteer({ name: 'option', entries });
    gazetteers.set(service, terms);
  }
  return terms;
}
