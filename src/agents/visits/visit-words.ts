// How well the words of a message name each of a customer's visits. Which words name a service is learned from the catalogue: its names, its
// groups and the ways in which customers say what they need. A word counts for as much as it tells services apart ("my" and "repair" little,
// "deemak" a lot), and one that only one trade is asked for with names every service of that trade ("plumber").
import { editDistance, foldSound, inLatin, singularOf, synonymsOf, tokeniseText } from '#libs/nlu';
import type { ServiceRead } from '../agent-tools.js';
import { functionWords } from './function-words.js';

type ServiceWords = Pick<ServiceRead, 'id' | 'name' | 'category' | 'subcategory' | 'phrases'>;

/** A word of a message and where it stands. */
export interface NamingWord {
  text: string;
  start: number;
  end: number;
}

interface ServiceEntry {
  category: string;
  /** By word, 0 to 1: how much it belongs to the service. */
  strength: Map<string, number>;
}

/** What a word must weigh to name anything at all; a word of one service in ninety weighs some 4, of one trade in twelve some 2. */
const namesFrom = 1.2;
const strengthOf = { name: 1, group: 0.8, phrase: 0.5 } as const;
const tradeShare = 0.6;
const tradeName = 2;
const synonymShare = 0.7;
/** What moves and cancels visits, and what visits are called, names no service. */
const deeds: ReadonlySet<string> = new Set([
  'move',
  'cancel',
  'change',
  'book',
  'come',
  'need',
  'stop',
  'make',
  'show',
  'remove',
]);
const things = ['visit', 'booking', 'appointment', 'slot', 'service', 'home', 'time', 'day', 'order', 'job'];
const namesNothing: ReadonlySet<string> = new Set([...functionWords, ...things].map(keyOf));
/** A word that one phrase alone has is chance. */
const saidAtLeast = 2;
const longEnoughForSlips = 5;

export class ServiceVocabulary {
  private readonly entries = new Map<string, ServiceEntry>();
  /** In how many services, and in how many categories, a word occurs. */
  private readonly services = new Map<string, number>();
  private readonly categories = new Map<string, Set<string>>();
  /** The words of the name of each category. */
  private readonly trades: ReadonlyMap<string, ReadonlySet<string>>;

  /** @param catalogue all that can be booked */
  constructor(catalogue: readonly ServiceWords[]) {
    for (const service of catalogue) {
      const strength = strengthsOf(service);
      this.entries.set(service.id, { category: service.category, strength });
      for (const word of strength.keys()) {
        this.services.set(word, (this.services.get(word) ?? 0) + 1);
        if (!this.categories.has(word)) this.categories.set(word, new Set());
        this.categories.get(word)!.add(service.category);
      }
    }
    this.trades = new Map(catalogue.map(({ category }) => [category, new Set(formsIn(category))]));
  }

  /** The words of `text` that may name a service, in the letters in which they are compared. */
  wordsIn(text: string): NamingWord[] {
    return tokeniseText(text)
      .map(({ kind, start, end }) => ({
        kind,
        start,
        end,
        text: inLatin(text.slice(start, end).toLowerCase()),
      }))
      .filter(
        ({ kind, text: word }) =>
          kind === 'word' &&
          !namesNothing.has(keyOf(word)) &&
          !synonymsOf(word).some((head) => deeds.has(head)),
      );
  }

  /**
   * How strongly `word` names the service.
   * @param service id; one that can no longer be booked is known by its name alone
   * @returns 0 where it does not
   */
  evidence(word: string, service: { id: string; name: string }): number {
    const strength = this.strength(word, service);
    return strength >= namesFrom ? strength : 0;
  }

  /** The same of words that name nothing alone and still tell "AC repair" from "AC service". */
  strength(word: string, service: { id: string; name: string }): number {
    const entry = this.entries.get(service.id) ?? nameOnly(service.name);
    const weights = this.formsOf(word, entry).map(({ form, share }) => share * this.weight(form, entry));
    return Math.max(0, ...weights);
  }

  /** Whether it names something that can be booked, if not this. */
  namesAny(word: string): boolean {
    const form = keyOf(word);
    const rarity = this.rarity(form);
    return (
      rarity > 0 &&
      [...this.entries.values()].some(
        ({ strength }) => (strength.get(form) ?? 0) === strengthOf.name && rarity >= namesFrom,
      )
    );
  }

  private weight(form: string, { category, strength }: ServiceEntry): number {
    const own = (strength.get(form) ?? 0) * this.rarity(form);
    if (this.trades.get(category)?.has(form)) return Math.max(own, tradeName);
    const trades = this.categories.get(form);
    if (!trades?.has(category)) return own;
    return Math.max(own, tradeShare * Math.log((this.trades.size + 1) / trades.size));
  }

  /** Of a word that nobody in the catalogue says: 0. */
  private rarity(form: string): number {
    const count = this.services.get(form);
    return count ? Math.log((this.entries.size + 1) / count) : 0;
  }

  /** The word itself, what means the same, and what it is a slip of. */
  private formsOf(word: string, { strength }: ServiceEntry): { form: string; share: number }[] {
    const form = keyOf(word);
    const forms = [
      { form, share: 1 },
      ...synonymsOf(word).map((head) => ({ form: `~${head}`, share: synonymShare })),
    ];
    if (this.services.has(form) || form.length < longEnoughForSlips) return forms;
    const slips = form.length < 8 ? 1 : 2;
    const meant = [...strength.keys()].filter(
      (known) => known.length >= longEnoughForSlips && editDistance(form, known, slips) <= slips,
    );
    return [...forms, ...meant.map((known) => ({ form: known, share: 0.9 }))];
  }
}

function strengthsOf({ name, category, subcategory, phrases }: ServiceWords): Map<string, number> {
  const strength = new Map<string, number>();
  const add = (text: string, much: number): void => {
    for (const word of new Set(formsIn(text))) strength.set(word, Math.max(strength.get(word) ?? 0, much));
  };
  add(name, strengthOf.name);
  add(subcategory, strengthOf.group);
  add(category, strengthOf.group);
  const counts = new Map<string, number>();
  for (const form of phrases.flatMap((phrase) => [...new Set(formsIn(phrase))]))
    counts.set(form, (counts.get(form) ?? 0) + 1);
  for (const [form, count] of counts)
    if (count >= saidAtLeast && !strength.has(form)) strength.set(form, strengthOf.phrase);
  return strength;
}

function nameOnly(name: string): ServiceEntry {
  return { category: '', strength: new Map(formsIn(name).map((word) => [word, strengthOf.name])) };
}

/** The words of a text that may name something, each with what means the same. */
function formsIn(text: string): string[] {
  return tokeniseText(inLatin(text))
    .filter((token) => token.kind === 'word' && !namesNothing.has(keyOf(token.text)))
    .flatMap(({ text: word }) => [keyOf(word), ...synonymsOf(word).map((head) => `~${head}`)]);
}

/** Spellings that sound alike, and the plural, are one word. */
function keyOf(word: string): string {
  return foldSound(singularOf(word.toLowerCase()));
}
