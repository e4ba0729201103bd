// A message as the rules see it: tokens with their canonical words, read by index. An index outside the message reads as ''.
import { isCanonical, isKnownSpelling, meaningOf, ordinalWord } from '../text/lexicon.js';
import { loanwordOf } from '../text/loanwords.js';
import { foldSound, singularOf } from '../text/spelling.js';
import { tokeniseText, type Token } from '../text/text.js';
import {
  ADDRESS_HEADS,
  ADDRESS_TAILS,
  COUNTED_TIMES_IN_HINDI,
  NUMBERS_BEFORE_HINDI,
  PARTICLES,
  PLAIN_WORDS,
  UNIT_WORDS,
  wordsOf,
} from './vocabulary.js';

interface PhraseToken extends Token {
  /** Canonical word of the vocabulary ("aaj" -> "today"), or the text itself. */
  word: string;
  /** Value of a number word ("nau", "twenty"). */
  counts?: number;
}

/** A number read at some token; `end` is the index after it. */
export interface PhraseAmount {
  value: number;
  end: number;
  digits: boolean;
}

const DEVANAGARI = /[\u0900-\u097f]/;
const MOST_TOKENS = 400;
const MOST_HEAD = 150;
const TOO_COMMON = wordsOf('do ek one che char chah');

export class TimePhrase {
  readonly tokens: readonly PhraseToken[];
  private readonly owners: (string | undefined)[] = [];
  private readonly sounds: (string | undefined)[] = [];
  private readonly remembered = new Map<unknown, { value: unknown }[]>();

  /** Of a long message the first and the last {@link MOST_TOKENS} tokens are read; the end, where people ask, counts most. */
  constructor(readonly source: string) {
    this.tokens = joinDigitWords(withoutMiddle(tokeniseText(source))).map((token, i, all) =>
      token.kind === 'word'
        ? asWord(token, DEVANAGARI.test(source.slice(token.start, token.start + 1)), all[i + 1]?.text)
        : { ...token, word: token.text },
    );
  }

  get length(): number {
    return this.tokens.length;
  }

  text(i: number): string {
    return this.tokens[i]?.text ?? '';
  }

  word(i: number): string {
    return this.tokens[i]?.word ?? '';
  }

  /** The word as it sounds, for romanised Hindi ("deepawali" and "dipavali" are one). */
  sound(i: number): string {
    return (this.sounds[i] ??= foldSound(this.text(i)));
  }

  /** What `read` gives at token `i`, read once: many rules ask for the same. It must depend on the words alone, not on owners. */
  once<T>(read: (phrase: TimePhrase, i: number) => T, i: number): T {
    let values = this.remembered.get(read);
    if (!values) this.remembered.set(read, (values = []));
    return (values[i] ??= { value: read(this, i) }).value as T;
  }

  /** True when the word at `i` is one of these canonical words. */
  is(i: number, ...words: readonly string[]): boolean {
    return i >= 0 && i < this.length && words.includes(this.tokens[i]!.word);
  }

  isDigits(i: number): boolean {
    return this.tokens[i]?.kind === 'number';
  }

  isMark(i: number): boolean {
    return this.tokens[i]?.kind === 'mark';
  }

  /** Index of the first token that ends after a character offset. */
  tokenAt(offset: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tokens[middle]!.end > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** True when nothing, not even a space, stands between the tokens `i - 1` and `i`. */
  glued(i: number): boolean {
    return i > 0 && this.tokens[i]?.spaced === false;
  }

  /** Marks tokens as belonging to an entity, so that later rules leave them alone. */
  claim(first: number, end: number, owner: string): void {
    for (let i = first; i < end; i++) this.owners[i] = owner;
  }

  owner(i: number): string | undefined {
    return this.owners[i];
  }

  /** Digits or number words ("26", "twenty six", "nau"), below a thousand million. */
  number(i: number): PhraseAmount | undefined {
    const token = this.tokens[i];
    if (!token || token.kind === 'mark') return undefined;
    if (token.kind === 'number')
      return token.text.length > 9 ? undefined : { value: Number(token.text), end: i + 1, digits: true };
    const value = token.counts;
    if (value === undefined) return undefined;
    const dash = this.text(i + 1) === '-' && this.glued(i + 1) ? 1 : 0;
    const rest = value >= 20 && value % 10 === 0 ? this.tokens[i + 1 + dash]?.counts : undefined;
    if (rest !== undefined && rest < 10) return { value: value + rest, end: i + 2 + dash, digits: false };
    return { value, end: i + 1, digits: false };
  }

  /** True for number words that are mostly something else ("do it", "ek plumber", "this one"). */
  isCommonNumberWord(i: number): boolean {
    return TOO_COMMON.has(this.text(i));
  }

  /** Like `number`, with a decimal part written in digits ("1.5"). */
  decimal(i: number): PhraseAmount | undefined {
    const whole = this.number(i);
    if (
      !whole?.digits ||
      this.text(i + 1) !== '.' ||
      !this.glued(i + 1) ||
      !this.glued(i + 2) ||
      !this.isDigits(i + 2)
    )
      return whole;
    return { value: Number(`${this.text(i)}.${this.text(i + 2).slice(0, 6)}`), end: i + 3, digits: true };
  }

  /** "26th", "third", "twenty sixth". */
  ordinal(i: number): PhraseAmount | undefined {
    const word = ordinalWord(this.text(i));
    if (word !== undefined) return { value: word, end: i + 1, digits: false };
    if (this.isDigits(i) && /^(?:st|nd|rd|th)$/.test(this.text(i + 1)) && this.text(i).length <= 2)
      return { value: Number(this.text(i)), end: i + 2, digits: true };
    const tens = this.tokens[i]?.counts;
    const units = ordinalWord(this.text(this.text(i + 1) === '-' ? i + 2 : i + 1));
    if (!tens || (tens !== 20 && tens !== 30) || !units || units > 9) return undefined;
    return { value: tens + units, end: this.text(i + 1) === '-' ? i + 3 : i + 2, digits: false };
  }

  /** True at the end of the message and at marks that end a piece of it. */
  isBreak(i: number): boolean {
    return i >= this.length || ',.!?;:()\n।'.includes(this.text(i));
  }

  /** True for a word that names a thing or an action: neither grammar nor part of the vocabulary. */
  isContent(i: number): boolean {
    const token = this.tokens[i];
    if (!token || token.kind !== 'word') return false;
    if (this.number(i) || this.ordinal(i)) return false;
    return !PLAIN_WORDS.has(token.text) && !PLAIN_WORDS.has(token.word) && !isCanonical(token.word);
  }

  /** True when a number before this word counts it: a known unit or an English plural. */
  isCounted(i: number): boolean {
    const token = this.tokens[i];
    if (!token) return false;
    if (token.text === '%') return true;
    if (token.kind !== 'word') return false;
    if (UNIT_WORDS.has(token.text) || UNIT_WORDS.has(token.word) || UNIT_WORDS.has(singularOf(token.text)))
      return true;
    return this.isContent(i) && singularOf(token.text) !== token.text;
  }

  /** True when the number at `i` … `end` looks like part of a postal address: "flat 10", "12, 5th cross", "sector 21". */
  isAddress(i: number, end = i + 1): boolean {
    let head = i - 1;
    if (this.text(head) === '.' || this.text(head) === ':') head--;
    if (this.text(head) === '#' || ADDRESS_HEADS.has(this.text(head))) return true;
    for (let k = end; k < end + 5 && k < this.length && !'.!?;'.includes(this.text(k)); k++) {
      // "24/11 3pm 12 mg road": what stands before a time is no house number.
      if (this.is(k, 'am', 'pm', 'oclock')) return false;
      if (!ADDRESS_TAILS.has(this.text(k)) || (/^(?:st|rd)$/.test(this.text(k)) && this.glued(k))) continue;
      return true;
    }
    return false;
  }
}

/** A word with its meaning. English words in Devanagari are read as English, and "tin" is a number where Hindi counts time. */
function asWord(token: Token, inDevanagari: boolean, next: string | undefined): PhraseToken {
  const read = PARTICLES.get(token.text) ?? token.text;
  const text = inDevanagari ? loanwordOf(read) : read;
  const meaning = meaningOf(text, inDevanagari && text === read);
  const counts = COUNTED_TIMES_IN_HINDI.has(next ?? '') ? NUMBERS_BEFORE_HINDI.get(text) : undefined;
  return { ...token, text, ...meaning, ...(counts !== undefined && { counts }) };
}

/** The bound on what one message may cost. Where the middle is left out a full stop stands, so that nothing is read across. */
function withoutMiddle(tokens: Token[]): Token[] {
  if (tokens.length <= MOST_TOKENS) return tokens;
  const head = tokens.slice(0, MOST_HEAD);
  const tail = tokens.slice(tokens.length - (MOST_TOKENS - MOST_HEAD));
  const gap: Token = { text: '.', kind: 'mark', start: head.at(-1)!.end, end: tail[0]!.start, spaced: true };
  return [...head, gap, ...tail];
}

/** "2moro" and "2nite" are one word, though digits and letters are read apart elsewhere. */
function joinDigitWords(tokens: Token[]): Token[] {
  return tokens.flatMap((token, i) => {
    const next = tokens[i + 1];
    if (next && !next.spaced && isKnownSpelling(token.text + next.text) && token.kind === 'number')
      return [{ ...token, kind: 'word' as const, text: token.text + next.text, end: next.end }];
    const before = tokens[i - 1];
    const swallowed =
      before && !token.spaced && before.kind === 'number' && isKnownSpelling(before.text + token.text);
    return swallowed ? [] : [token];
  });
}
