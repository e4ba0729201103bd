// What is personal in a text stays in the program: a placeholder leaves in its place, and what comes back has the text again. It finds what has
// a form (numbers, addresses of mail and of houses, references) and what is known of the customer; a name that nobody knows of and that
// nothing introduces is not found.
import { foldDigits } from '#libs/nlu';

/** In this order, so that what is longer is taken first. All are linear in the text. */
const forms: readonly [label: string, pattern: RegExp][] = [
  ['LINK', /\bhttps?:\/\/\S{1,500}/gi],
  ['EMAIL', /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}/g],
  ['REFERENCE', /\b[A-Z]{2,3}-[2-9A-HJKMNP-Z]{6}\b/gi],
  ['NUMBER', /\b[A-Z]{5}\d{4}[A-Z]\b/gi],
  // Not a date: an answer may depend on it.
  ['PHONE', /(?<!\d)(?!\d{4}-\d\d-\d\d(?!\d)|\d\d?[-.]\d\d?[-.]\d{4}(?!\d))\+?\d(?:[ ().-]{0,2}\d){7,18}(?!\d)/g],
  ['HOUSE', /\b(?:flat|house|h\.?\s?no|plot|door|room|apt|apartment|makan|ghar)\s{0,2}(?:no|number|num)?[\s.#:-]{0,3}\w{0,3}[-/]?\d{1,5}\w?(?:\s?[-/]\s?\w{1,5})?/gi],
  ['NAME', /(?<=\b(?:name is|mera naam|मेरा नाम)\s{1,3})[\p{L}\p{M}]{2,30}(?:\s[\p{Lu}][\p{L}\p{M}]{1,30}){0,2}/giu],
]; // prettier-ignore
/** Stands for a value that cannot be restored. */
const unknown = Symbol('unknown placeholder');
const placeholder = /\[[A-Z]{2,9}_\d{1,3}\]/g;
/** Shorter ones are words of many sentences. */
const shortestKnown = 3;
const mostKnown = 40;

export class PersonalMask {
  private readonly texts = new Map<string, string>();
  private readonly placeholders = new Map<string, string>();
  private readonly known: RegExp | undefined;

  /** @param personal texts that are known to be somebody's: a name, lines of an address */
  constructor(personal: readonly string[] = []) {
    const texts = personal
      .map((text) => text.trim())
      .filter((text) => text.length >= shortestKnown)
      .toSorted((a, b) => b.length - a.length)
      .slice(0, mostKnown)
      .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/\s+/g, '\\s+'));
    if (texts.length > 0)
      this.known = new RegExp(`(?<![\\p{L}\\p{M}\\d])(?:${texts.join('|')})(?![\\p{L}\\p{M}\\d])`, 'giu');
  }

  /** Whether anything personal was found so far. */
  get hasFound(): boolean {
    return this.texts.size > 0;
  }

  /** The same text has the same placeholder, however often it comes. */
  mask(source: string): string {
    // Digits of every script: a number in Devanagari is one.
    let text = foldDigits(source.normalize('NFC'));
    // Somebody who writes a placeholder must not get the text of another one.
    text = text.replace(placeholder, (match) => this.placeholderOf('TEXT', match));
    if (this.known) text = text.replace(this.known, (match) => this.placeholderOf('PERSON', match));
    for (const [label, pattern] of forms)
      text = text.replace(pattern, (match) => this.placeholderOf(label, match));
    return text;
  }

  /** The text with what the placeholders stand for; null where it has one that was never given out. */
  restore(text: string): string | null {
    if ((text.match(placeholder) ?? []).some((each) => !this.texts.has(each))) return null;
    return text.replace(placeholder, (each) => this.texts.get(each)!);
  }

  /** The same for every text in a value of JSON, names of fields excluded; undefined where one has a placeholder that was never given out. */
  restoreAll(value: unknown): unknown {
    const restored = this.restoredIn(value);
    return restored === unknown ? undefined : restored;
  }

  private restoredIn(value: unknown): unknown {
    if (typeof value === 'string') return this.restore(value) ?? unknown;
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, each]): [string, unknown] => [
      name,
      this.restoredIn(each),
    ]);
    if (entries.some(([, each]) => each === unknown)) return unknown;
    return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
  }

  private placeholderOf(label: string, text: string): string {
    const key = text.toLowerCase();
    const given = this.placeholders.get(key);
    if (given) return given;
    const made = `[${label}_${this.texts.size + 1}]`;
    this.texts.set(made, text);
    this.placeholders.set(key, made);
    return made;
  }
}
