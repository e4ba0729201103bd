import { transliterateDevanagari } from './devanagari.ts';

/** One word, number or mark of a message. `start` and `end` are UTF-16 offsets into the message as it was sent. */
export interface Token {
  /** Normalised: NFKC, lower case, Latin letters for Devanagari, ASCII digits, no apostrophes or thousands separators. */
  text: string;
  start: number;
  end: number;
  kind: 'word' | 'number' | 'mark';
  /** True when white space (or the beginning of the message) comes before it. */
  spaced: boolean;
}

// In order: dotted initials (p.m., a/c) · word · grouped number (1,20,000) · digits · anything else visible.
const TOKEN =
  /\p{L}(?:[./]\p{L}){1,5}(?![\p{L}\p{M}])\.?|\p{L}[\p{L}\p{M}\u200c\u200d]*(?:['’]\p{L}{1,5}(?!\p{L}))?|\p{Nd}{1,3}(?:,\p{Nd}{2,3}){0,3},\p{Nd}{3}(?!\p{Nd})|\p{Nd}+|[^\s\p{C}]/gu;
const ASCII = /^[\x20-\x7e]*$/;
const DASHES = /[\u2010-\u2015\u2212]/;

/** Splits a message into tokens that remember where they stood. Linear in the length of the text. */
export function tokeniseText(source: string): Token[] {
  const tokens: Token[] = [];
  let previousEnd = -1;
  for (const match of source.matchAll(TOKEN)) {
    const start = match.index;
    const end = start + match[0].length;
    tokens.push({ ...read(match[0]), start, end, spaced: start !== previousEnd });
    previousEnd = end;
  }
  return tokens;
}

/** The text with the same normalisation as the tokens, in one string, single spaces. For matching and featurising. */
export function normaliseText(source: string): string {
  const plain = transliterateDevanagari(foldDigits(source.normalize('NFKC'))).toLowerCase();
  return plain.replace(/[‘’]/g, "'").replace(/\s+/g, ' ').trim();
}

/** Every Indian script's digits as ASCII ones; the length stays the same, so offsets stay true. */
export function foldDigits(text: string): string {
  if (ASCII.test(text)) return text;
  // Indic blocks are 0x80 long and all keep their digits at 0x66-0x6f of the block.
  return text.replace(/[\u0966-\u0d6f\uff10-\uff19]/g, (char) => {
    const code = char.charCodeAt(0);
    const digit = code >= 0xff10 ? code - 0xff10 : (code & 0x7f) - 0x66;
    return digit >= 0 && digit <= 9 ? String(digit) : char;
  });
}

function read(raw: string): Pick<Token, 'text' | 'kind'> {
  const plain = foldDigits(raw.normalize('NFKC')).toLowerCase();
  if (/^[\d,]+$/.test(plain) && plain !== ',') return { text: plain.replaceAll(',', ''), kind: 'number' };
  if (!/^\p{L}/u.test(plain)) return { text: DASHES.test(plain) ? '-' : plain, kind: 'mark' };
  const stem = plain.replace(/['’](?:s|re|ll|d|ve|m)$/, ''); // we're must not become were
  return { text: transliterateDevanagari(stem.replace(/['’./]/g, '')), kind: 'word' };
}
